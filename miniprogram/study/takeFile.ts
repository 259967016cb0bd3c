import type { Attachment } from '../../core/contract/attachment'
import { call } from '../api/call'
import { done, fetchFile, makeFolder, removeFolder } from '../device/files'
import type { LessonKey } from './recorder'

/** What WeChat opens itself (wx.openDocument). */
const OPENED = ['pdf', 'doc', 'docx', 'xls', 'xlsx', 'ppt', 'pptx'] as const

/** Where WeChat, or the browser (`devtools`), gives files to the system they run on. */
const WITH_DISK = ['windows', 'mac', 'devtools']

/** What became of it: on a disk, before its reader's eyes, or on the phone, to be sent to a chat by a tap of its own. */
export type Taken = { state: 'saved' | 'opened' } | { state: 'held'; filePath: string }

/** Under its own name, for that is what whoever gets it from here sees. */
const FOLDER = (): string => `${wx.env.USER_DATA_PATH}/files`

const openedAs = (name: string) => OPENED.find((ending) => name.toLowerCase().endsWith(`.${ending}`))

const isCancelled = (error: unknown): boolean => /cancel/i.test(String((error as { errMsg?: string }).errMsg))

/** Somebody who thinks better of it is no failure. */
const unlessCancelled = (error: unknown): void => {
  if (!isCancelled(error)) throw error
}

/** Opening failed: the file is on the phone, and nothing there can show it. */
export class CannotOpen extends Error {
  override name = 'CannotOpen'
}

/**
 * Takes a file of a lesson along; `tell` hears how far it is, 0 to 1. Only one lies on the phone at a time: the one before makes
 * room. Throws what `call` throws, what the phone says when it is full, or CannotOpen.
 */
export async function takeFile(
  lesson: LessonKey,
  { name, kind }: Pick<Attachment, 'name' | 'kind'>,
  tell: (share: number) => void,
): Promise<Taken> {
  const { url } = await call('lessonFiles', { action: 'take', ...lesson, name })
  const filePath = `${FOLDER()}/${name}`
  await removeFolder(FOLDER())
  await makeFolder(FOLDER())
  await fetchFile(url, filePath, tell)

  if (WITH_DISK.includes(wx.getDeviceInfo().platform)) {
    await done((told) => wx.saveFileToDisk({ filePath, ...told })).catch(unlessCancelled)
    await removeFolder(FOLDER())
    return { state: 'saved' }
  }
  if (kind === 'picture') {
    await wx.previewImage({ urls: [filePath], showmenu: true })
    return { state: 'opened' }
  }
  const fileType = openedAs(name)
  if (!fileType) return { state: 'held', filePath }
  try {
    await wx.openDocument({ filePath, fileType, showMenu: true })
  } catch (error) {
    throw new CannotOpen(String((error as { errMsg?: string }).errMsg))
  }
  return { state: 'opened' }
}

/** Sends what is on the phone to a chat. WeChat wants a tap for it: a download before it would be none. */
export const sendFile = (filePath: string, fileName: string): Promise<void> =>
  wx.shareFileMessage({ filePath, fileName }).then(() => undefined, unlessCancelled)
