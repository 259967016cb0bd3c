import { accent } from './accent'

/** Colours for what no style sheet reaches (a slider's track, a swiper's dots); the same words as in tokens.wxss. */
export type Colours = { blossom: string; line: string; dot: string }

const COLOURS: Record<'light' | 'dark', Colours> = {
  light: { blossom: '#C44D16', line: '#E9E2D8', dot: 'rgba(107, 99, 90, .3)' },
  dark: { blossom: '#FF9A66', line: '#332D26', dot: 'rgba(167, 158, 146, .4)' },
}

/** Hands over the colours of the theme now, and again whenever it changes, until the returned function is called. */
export function followColours(show: (colours: Colours) => void): () => void {
  const follow = ({ theme }: { theme?: string }) => {
    const now = theme === 'dark' ? 'dark' : 'light'
    const blossom = accent()?.[now].blossom
    show({ ...COLOURS[now], ...(blossom && { blossom }) })
  }
  follow(wx.getAppBaseInfo())
  wx.onThemeChange(follow)
  return () => wx.offThemeChange(follow)
}
