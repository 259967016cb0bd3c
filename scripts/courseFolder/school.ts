import { access, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { COURSE_FILE } from './course'

/** The course folders of a school folder (those that have a course.md), by name. */
export async function courseFoldersIn(school: string): Promise<string[]> {
  const entries = await readdir(school, { withFileTypes: true })
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(school, name))
  const isCourse = await Promise.all(folders.map((folder) => exists(join(folder, COURSE_FILE))))
  return folders.filter((_, place) => isCourse[place]).sort()
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
