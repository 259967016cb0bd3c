import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from './build'
import { describeBreach, platformBreaches } from './platformRules'
import { type MiniProgram, pagesOf, readMiniProgram } from './platformRules/miniProgram'
import { describeSizes } from './sizes'

const USAGE = `npm run upload -- --key FILE [--appid ID] [--desc WORDS] [--robot 1…30] [--dry-run]

Uploads the mini-program to WeChat as DevTools would: it then stands among the development versions of mp.weixin.qq.com.
--key FILE   the key for uploading [管理 → 开发管理 → 开发设置 → 小程序代码上传]; this machine's address must be on its list
--appid ID   the mini-program (default: the one in project.config.json)
--desc WORDS what is new (default: the last commit's title)
--robot N    which of WeChat's thirty names for machines uploads (default 1)
--dry-run    says what would be uploaded, and what stands against it; needs no key and connects to nothing`

/** WeChat's own uploader. Not among our packages: it brings a thousand others, for one command that few people run. */
const UPLOADER = 'miniprogram-ci@2.1.42'
/** What DevTools writes for somebody who has no mini-program yet. */
const TOURIST = 'touristappid'

export type Upload = { appid: string; version: string; words: string; key?: string; robot: string }
type Facts = { it: MiniProgram; isClean: boolean; keyExists: boolean }

/** Why this cannot be uploaded, in words for a person; nothing when it can. */
export function reasonsAgainst({ appid, key, robot, version }: Upload, { it, keyExists }: Facts): string[] {
  return [
    ...platformBreaches(it).map(describeBreach),
    ...(key === undefined ? ['no key: name the file with --key'] : []),
    ...(key !== undefined && !keyExists ? [`there is no file ${key}`] : []),
    ...(/^wx[0-9a-f]{16}$/.test(appid)
      ? []
      : [
          appid === TOURIST
            ? 'no mini-program: put its AppID into project.config.json, or name it with --appid'
            : `${appid} is no AppID: it is wx and sixteen characters`,
        ]),
    ...(/^\d+\.\d+\.\d+$/.test(version) ? [] : [`the version ${version} in package.json is not like 1.2.3`]),
    ...(/^([1-9]|[12]\d|30)$/.test(robot) ? [] : [`robot ${robot}: WeChat has 1 to 30`]),
  ]
}

/** What is about to be uploaded. */
export function describeUpload({ appid, version, words }: Upload, { it, isClean }: Facts): string[] {
  return [
    `mini-program ${appid}, version ${version}: ${words}`,
    `${pagesOf(it.app).length} pages, ${it.texts.size} sources, ${it.pictures.size} pictures`,
    describeSizes(it.packages),
    ...(isClean ? [] : ['what is not committed would be uploaded as well']),
  ]
}

/** The uploader's own arguments. It reads project.config.json, so what is uploaded is what DevTools would build. */
export const uploaderArguments = ({ appid, version, words, key = '', robot }: Upload): string[] => [
  '--yes',
  UPLOADER,
  'upload',
  ...['--pp', root, '--pkp', key, '--appid', appid, '--uv', version, '--ud', words, '-r', robot],
  ...['--use-project-config', 'true'],
]

const git = (...words: string[]): string =>
  spawnSync('git', words, { cwd: root, encoding: 'utf8' }).stdout?.trim() ?? ''

function wanted(): Upload & { isDry: boolean } {
  const option = { type: 'string' } as const
  const { values } = parseArgs({
    options: {
      key: option,
      appid: option,
      desc: option,
      robot: { ...option, default: '1' },
      'dry-run': { type: 'boolean', default: false },
    },
  })
  const config = JSON.parse(readFileSync(join(root, 'project.config.json'), 'utf8')) as { appid?: string }
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  const commit = git('log', '-1', '--format=%s (%h)')
  return {
    appid: values.appid ?? config.appid ?? '',
    version,
    words: values.desc ?? (commit || version),
    key: values.key,
    robot: values.robot,
    isDry: values['dry-run'],
  }
}

function main(): number {
  const { isDry, ...upload } = wanted()
  const facts: Facts = {
    it: readMiniProgram(root),
    isClean: git('status', '--porcelain', 'miniprogram', 'project.config.json') === '',
    keyExists: upload.key !== undefined && existsSync(upload.key),
  }
  for (const line of describeUpload(upload, facts)) console.log(line)
  const against = reasonsAgainst(upload, facts)
  if (against.length) console.log(`\n${isDry ? 'Stands against it:' : 'Nothing was uploaded:'}`)
  for (const line of against) console.log(`- ${line}`)
  if (isDry) return platformBreaches(facts.it).length ? 1 : 0
  if (against.length) {
    console.log(`\n${USAGE}`)
    return 1
  }
  return spawnSync('npx', uploaderArguments(upload), { cwd: root, stdio: 'inherit' }).status ?? 1
}

if (require.main === module) {
  try {
    process.exitCode = main()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    console.error(USAGE)
    process.exitCode = 2
  }
}
