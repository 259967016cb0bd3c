/** Files of the phone: WeChat's own folder under `wx.env.USER_DATA_PATH`, 200 MB at the most, and its callbacks as promises. */

/** WeChat gives up after a minute, which a large file on a weak network needs more of. */
const FETCH_MS = 10 * 60_000

export const manager = (): WechatMiniprogram.FileSystemManager => wx.getFileSystemManager()

/** WeChat gives these no promise. */
export const done = (act: (callbacks: { success(): void; fail(error: unknown): void }) => void): Promise<void> =>
  new Promise((resolve, reject) => act({ success: () => resolve(), fail: reject }))

/** Fetches what is behind an address into a file; `tell` hears how far it is, 0 to 1. */
export function fetchFile(url: string, filePath: string, tell: (share: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const task = wx.downloadFile({
      url,
      filePath,
      timeout: FETCH_MS,
      success: ({ statusCode }) => (statusCode < 400 ? resolve() : reject(new Error(`answered ${statusCode}`))),
      fail: reject,
    })
    task.onProgressUpdate(({ progress }) => tell(progress / 100))
  })
}

/** Removes a folder and what is in it. One that was never made is gone already. */
export const removeFolder = (dirPath: string): Promise<void> =>
  done((told) => manager().rmdir({ dirPath, recursive: true, ...told })).catch(() => undefined)

export const makeFolder = (dirPath: string): Promise<void> =>
  done((told) => manager().mkdir({ dirPath, recursive: true, ...told }))

/** WeChat's words when its 200 MB are full. */
export const isFull = (error: unknown): boolean =>
  /storage limit|maximum size/i.test(String((error as { errMsg?: string }).errMsg))
