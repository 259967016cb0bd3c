import { posix } from 'node:path'
import { TmplGroup } from 'glass-easel-template-compiler'
import type { Component } from './graph'
import type { Project } from './project'
import { unknownTags } from './tags'
import { placeOf, type Warning } from './warnings'
import { transformWxs, type WxsModule } from './wxs'

/** Compiled templates and WXS modules by id (virtual path without extension), each a JavaScript expression. */
export type Templates = {
  /** `code` builds the template's generator from `{X,Y,Z,P,Q,D,G,R}`; `needs` are ids of templates and scripts it uses. */
  templates: Map<string, { code: string; needs: string[]; scripts: string[] }>
  scripts: Map<string, WxsModule & { needs: string[] }>
}

/** What the template compiler reports; positions count from 0. */
type CompilerNote = { isError: boolean; message: string; startLine: number; startColumn: number }

/** Compiles every component's WXML and what it imports. Notes about our own sources are errors, others' are dropped. */
export function compileTemplates(project: Project, components: Iterable<Component>, warnings: Warning[]): Templates {
  const group = new TmplGroup()
  // The compiler emits its script loader only for a group that has a script.
  group.addScript('_', '')
  const result: Templates = { templates: new Map(), scripts: new Map() }
  const names = new Map<string, Set<string>>()

  const report = (file: string, notes: CompilerNote[]) => {
    if (!project.isOwn(file)) return
    for (const { message, startLine, startColumn } of notes)
      warnings.push({ file, line: startLine + 1, column: startColumn + 1, message, isError: true })
  }

  const addScript = (id: string, from: string) => {
    if (result.scripts.has(id)) return
    const file = `${id}.wxs`
    const source = project.read(file)
    if (source === undefined) return missing(file, from)
    const module = wxsOrReport(file, source, warnings)
    const needs = module.requires.map((path) => scriptId(id, path))
    result.scripts.set(id, { ...module, needs })
    for (const need of needs) addScript(need, file)
  }

  const missing = (file: string, from: string) => {
    warnings.push({ file: from, line: 1, column: 1, message: `there is no ${file}`, isError: true })
  }

  const addTemplate = (id: string, from: string) => {
    if (result.templates.has(id)) return
    const file = `${id}.wxml`
    const source = project.read(file)
    if (source === undefined) return missing(file, from)
    report(file, group.addTmpl(id, source) as CompilerNote[])
    for (const name of group.getInlineScriptModuleNames(id) as string[]) {
      const inline = wxsOrReport(file, group.getInlineScript(id, name), warnings)
      group.setInlineScript(id, name, inline.code)
      for (const path of inline.requires) addScript(scriptId(id, path), file)
    }
    const needs = group.getDirectDependencies(id) as string[]
    const scripts = group.getScriptDependencies(id) as string[]
    result.templates.set(id, { code: '', needs, scripts })
    for (const script of scripts) addScript(script, file)
    for (const need of needs) addTemplate(need, file)
  }

  for (const component of components) {
    addTemplate(component.id, `${component.id}.json`)
    collectNames(component, component.id, result, names)
  }
  for (const [id, template] of result.templates) template.code = group.getTmplGenObject(id)
  checkTags(project, result, names, warnings)
  group.free()
  return result
}

const scriptId = (from: string, path: string): string =>
  path.startsWith('/') ? path.slice(1) : posix.join(posix.dirname(from), path)

function wxsOrReport(file: string, source: string, warnings: Warning[]): WxsModule {
  try {
    return transformWxs(source)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    const place = placeOf(source, 'pos' in error ? Number(error.pos) : 0)
    warnings.push({ file, ...place, message: error.message, isError: true })
    return { code: '', requires: [] }
  }
}

/** A template may use the component names of every component that draws with it. */
function collectNames(component: Component, id: string, all: Templates, names: Map<string, Set<string>>): void {
  const known = names.get(id) ?? new Set<string>()
  const mine = [
    ...Object.keys(component.config.usingComponents ?? {}),
    ...Object.keys(component.config.componentGenerics ?? {}),
  ]
  if (names.has(id) && mine.every((name) => known.has(name))) return
  for (const name of mine) known.add(name)
  names.set(id, known)
  for (const need of all.templates.get(id)?.needs ?? []) collectNames(component, need, all, names)
}

function checkTags(project: Project, all: Templates, names: Map<string, Set<string>>, warnings: Warning[]): void {
  for (const id of all.templates.keys()) {
    const file = `${id}.wxml`
    if (!project.isOwn(file)) continue
    for (const { tag, offset } of unknownTags(project.read(file) ?? '', names.get(id) ?? new Set()))
      warnings.push({
        file,
        ...placeOf(project.read(file) ?? '', offset),
        message: `<${tag}> is neither a registered component nor a built-in of the browser runtime`,
        isError: true,
      })
  }
}
