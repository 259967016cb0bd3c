import { Marked, type Tokens } from 'marked'

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign)

/** Addresses a text may point to: the web and our own files. `javascript:` and its kin are not among them. */
const isSafeLink = (href: string): boolean => /^https?:\/\//i.test(href)
const isSafePicture = (href: string): boolean => /^(https:\/\/|cloud:\/\/)/i.test(href)

const marked = new Marked({
  gfm: true,
  renderer: {
    // Raw HTML in a teacher's text is shown as the text it is, never run.
    html: ({ text }: Tokens.HTML | Tokens.Tag) => escaped(text),
    link({ href, tokens }: Tokens.Link) {
      const inner = this.parser.parseInline(tokens)
      return isSafeLink(href) ? `<a href="${escaped(href)}">${inner}</a>` : inner
    },
    image: ({ href, text }: Tokens.Image) =>
      isSafePicture(href) ? `<img src="${escaped(href)}" alt="${escaped(text)}">` : escaped(text),
  },
})

/** A teacher's Markdown as HTML that is safe to show: only the tags Markdown itself makes, every address checked. */
export const htmlOf = (markdown: string): string => marked.parse(markdown, { async: false })
