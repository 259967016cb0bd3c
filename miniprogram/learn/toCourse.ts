/** Leads to a course's page: back to it when one came from there, else in this page's place. */
export function toCourse(courseId: string): void {
  const pages = getCurrentPages()
  const before = pages[pages.length - 2]
  if (before?.route === 'pages/course/course') void wx.navigateBack()
  else void wx.redirectTo({ url: `/pages/course/course?courseId=${courseId}` })
}
