/** `updateProfile` takes 410,000 characters of base64, about 300 KB of picture. */
const LONGEST = 410_000
const WIDTH = 400

const base64Of = (filePath: string): Promise<string> =>
  new Promise((resolve, reject) => {
    wx.getFileSystemManager().readFile({
      filePath,
      encoding: 'base64',
      success: ({ data }) => resolve(String(data)),
      fail: reject,
    })
  })

/** The chosen picture, small enough to send. `chooseAvatar` gives a path that is only good for now. */
export async function avatarBase64(path: string): Promise<string> {
  const whole = await base64Of(path)
  if (whole.length <= LONGEST) return whole
  const { tempFilePath } = await wx.compressImage({ src: path, quality: 70, compressedWidth: WIDTH })
  return base64Of(tempFilePath)
}
