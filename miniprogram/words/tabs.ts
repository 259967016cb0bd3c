import { type Language, language, tongues } from './speak'

const tabWords = tongues({
  zh: { tabs: ['首页', '学习', '我的'] },
  en: { tabs: ['Home', 'Learn', 'Me'] },
})

/** app.json has the simplified names. */
let named: Language = 'zh-Hans'

/** Names the tabs in the language in use; WeChat takes it only while a tab page is shown, so each page tries. */
export function nameTabs(): void {
  if (named === language()) return
  const next = language()
  Promise.all(tabWords().tabs.map((text, index) => wx.setTabBarItem({ index, text }))).then(
    () => {
      named = next
    },
    () => undefined, // not a tab page: the next one tries again
  )
}
