/** A picture that a canvas may draw and still be read: storage on another origin is asked whether it allows that. */
function picture(): HTMLImageElement {
  const image = new Image()
  image.crossOrigin = 'anonymous'
  return image
}

/** What a page gets of a canvas of type 2d: the canvas itself, which also makes pictures and frames, as in WeChat. */
export const canvasNode = (canvas: HTMLCanvasElement) =>
  Object.assign(canvas, {
    createImage: picture,
    createPath2D: (path?: Path2D | string) => new Path2D(path),
    createImageData: (...args: [number, number]) => new ImageData(...args),
    requestAnimationFrame: (act: FrameRequestCallback) => window.requestAnimationFrame(act),
    cancelAnimationFrame: (id: number) => window.cancelAnimationFrame(id),
  })
