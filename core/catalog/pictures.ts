const PICTURE = /<img src="(cloud:\/\/[^"]+)"([^>]*)>/g

const attribute = (url: string): string => url.replaceAll('&', '&amp;').replaceAll('"', '&quot;')

/** The files that pictures in this HTML (made by `article.ts`) point to. */
export const pictureFileIds = (html: string): string[] => [
  ...new Set([...html.matchAll(PICTURE)].flatMap(([, fileId]) => fileId ?? [])),
]

/** The same HTML with each picture's file id replaced by an address a browser can fetch; a missing picture is left out. */
export const withPictureUrls = (html: string, urlOf: (fileId: string) => string | null): string =>
  html.replace(PICTURE, (_, fileId: string, rest: string) => {
    const url = urlOf(fileId)
    return url ? `<img src="${attribute(url)}"${rest}>` : ''
  })
