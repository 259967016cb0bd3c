/** What was studied or written offline and is not reported yet is the learner's, not a trace; nor are lessons kept to be heard on the way. */
const THEIRS = ['beats', 'notes.waiting', 'downloads']

/** Forgets everything the shop kept on this phone, but how its owner likes to read. */
export function clearPhone(): void {
  const kept = ['language', 'typeSize', 'autoPlayOnMobileData', ...THEIRS].map((key): [string, unknown] => [
    key,
    wx.getStorageSync(key),
  ])
  wx.clearStorageSync()
  for (const [key, value] of kept) if (value) wx.setStorageSync(key, value)
}
