import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { useCloud, useDesk } from './cloud'
import { sayMistake } from './courseFolder/draft'
import { importCourse } from './importCourse'
import { DEFAULT_PORT, ENV_ID } from './shop'

const USAGE = `npm run import -- FOLDER [--desk URL | --cloud] [--id ID] [--title TITLE] [--teacher NAME] [--price YUAN] [--category NAME]

Brings a course folder, or a Markdown book with a table of contents in its README, into the school.
--desk URL   the desk to bring it to (default http://127.0.0.1:${DEFAULT_PORT}, where npm start is running)
--cloud      the real environment named by TCB_ENV_ID, with TENCENTCLOUD_SECRETID and TENCENTCLOUD_SECRETKEY`

const option = { type: 'string' } as const

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      desk: { ...option, default: `http://127.0.0.1:${DEFAULT_PORT}` },
      cloud: { type: 'boolean', default: false },
      id: option,
      title: option,
      teacher: option,
      price: option,
      category: option,
    },
  })
  const [folder] = positionals
  if (!folder) {
    console.error(USAGE)
    return 2
  }
  if (values.cloud) useCloud()
  else useDesk(values.desk, ENV_ID)

  const { id, title: bookTitle, teacher, price, category } = values
  const result = await importCourse(resolve(folder), { id, title: bookTitle, teacher, price, category })
  if ('mistakes' in result) {
    console.error(`${folder}: ${result.mistakes.length} 处需要修改,什么都没有导入`)
    for (const mistake of result.mistakes) console.error(`  ${sayMistake(mistake)}`)
    return 1
  }
  const { courseId, title, lessonCount, isNew, status } = result.imported
  console.log(
    `${isNew ? '已导入' : '已更新'}《${title}》(${courseId}),共 ${lessonCount} 节,${status === 'published' ? '已上架' : '草稿'}`,
  )
  return 0
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  },
)
