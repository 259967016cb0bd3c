import { type Breach, type MiniProgram, pagesOf } from './miniProgram'

/** That WeChat DevTools opens the folder as it is: the keys it knows (developers.weixin.qq.com/miniprogram/dev/devtools/projectconfig). */
const CONFIG_KEYS = new Set(
  'description appid projectname compileType miniprogramRoot srcMiniprogramRoot cloudfunctionRoot cloudbaseRoot libVersion setting packOptions debugOptions watchOptions editorSetting simulatorType simulatorPluginLibVersion condition scripts'.split(
    ' ',
  ),
)
const SETTING_KEYS = new Set(
  'useCompilerPlugins es6 enhance postcss minified minifyWXSS minifyWXML urlCheck ignoreUploadUnusedFiles packNpmManually packNpmRelationList uploadWithSourceMap babelSetting swc disableSWC checkSiteMap coverView compileHotReLoad lazyloadPlaceholderEnable condition ignoreDevUnusedFiles'.split(
    ' ',
  ),
)
/** …/reference/configuration/app.html */
const APP_KEYS = new Set(
  'entryPagePath pages window tabBar networkTimeout debug functionalPages subPackages subpackages workers requiredBackgroundModes requiredPrivateInfos plugins preloadRule resizable usingComponents permission sitemapLocation style useExtendedLib entranceDeclare darkmode themeLocation lazyCodeLoading singlePage supportedMaterials serviceProviderTicket embeddedAppIdList halfPage debugOptions enablePassiveEvent resolveAlias renderer rendererOptions componentFramework miniApp static convertRpxToVw __usePrivacyCheck__'.split(
    ' ',
  ),
)
const PAGE_FILES = ['.ts', '.wxml', '.json']

const unknown = (where: string, value: unknown, known: Set<string>): Breach[] =>
  Object.keys((value ?? {}) as object)
    .filter((key) => !known.has(key))
    .map((key) => ({ rule: 'DevTools', where, what: `has the key ${key}, which WeChat does not document` }))

export function devToolsBreaches(it: MiniProgram): Breach[] {
  const where = 'project.config.json'
  const setting = (it.projectConfig.setting ?? {}) as Record<string, unknown>
  const wants: [boolean, string][] = [
    [it.projectConfig.compileType === 'miniprogram', 'compileType must be miniprogram'],
    [it.projectConfig.miniprogramRoot === 'miniprogram/', 'miniprogramRoot must be miniprogram/'],
    [
      Array.isArray(setting.useCompilerPlugins) && setting.useCompilerPlugins.includes('typescript'),
      'setting.useCompilerPlugins must name typescript: there is no build step of ours',
    ],
    [
      setting.packNpmManually === true && Array.isArray(setting.packNpmRelationList),
      'setting.packNpmManually must be on, or DevTools packs what is packed already',
    ],
    [
      JSON.stringify(it.projectConfig.packOptions ?? {}).includes('.test.ts'),
      'packOptions must leave tests out of the upload',
    ],
    [setting.urlCheck === true, 'setting.urlCheck must be on: what passes here must pass on a phone'],
  ]
  return [
    ...unknown(where, it.projectConfig, CONFIG_KEYS),
    ...unknown(`${where} setting`, setting, SETTING_KEYS),
    ...unknown('app.json', it.app, APP_KEYS),
    ...wants.filter(([isRight]) => !isRight).map(([, what]) => ({ rule: 'DevTools', where, what })),
    ...pageBreaches(it),
  ]
}

/** Pages exist with their files, once; what app.json points at is there. */
function pageBreaches(it: MiniProgram): Breach[] {
  const pages = pagesOf(it.app)
  const breach = (what: string): Breach => ({ rule: 'DevTools', where: 'app.json', what })
  const packages = new Set(it.app.subPackages?.map(({ name, root }) => name ?? root))
  const wanted = Object.entries(it.app.preloadRule ?? {})
  const written = [...it.texts.keys()].filter((path) => /(^|\/)pages\/([^/]+)\/\2\.json$/.test(path))
  return [
    ...pages.filter((page, at) => pages.indexOf(page) !== at).map((page) => breach(`names the page ${page} twice`)),
    ...pages.flatMap((page) =>
      PAGE_FILES.filter((ending) => !it.texts.has(page + ending)).map((ending) =>
        breach(`names the page ${page}, but ${page}${ending} does not exist`),
      ),
    ),
    ...written
      .map((path) => path.replace(/\.json$/, ''))
      .filter((page) => !pages.includes(page))
      .map((page) => breach(`does not name the page ${page}: nobody can open it`)),
    ...wanted.filter(([page]) => !pages.includes(page)).map(([page]) => breach(`preloadRule names ${page}, no page`)),
    ...wanted.flatMap(([page, rule]) =>
      rule.packages
        .filter((name) => name !== '__APP__' && !packages.has(name))
        .map((name) => breach(`preloadRule of ${page} names ${name}, no subpackage`)),
    ),
    ...[it.app.sitemapLocation, it.app.themeLocation]
      .filter((path): path is string => path !== undefined && !it.texts.has(path))
      .map((path) => breach(`points at ${path}, which does not exist`)),
  ]
}
