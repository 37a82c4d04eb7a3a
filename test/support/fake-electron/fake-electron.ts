import type {
  BrowserWindowConstructorOptions,
  CustomScheme,
  Display,
  ForkOptions,
  MenuItemConstructorOptions,
} from 'electron/main'
import type {
  AppPart,
  Cancellable,
  ContentsPart,
  ElectronParts,
  FramePart,
  HostProcessPart,
  IpcPart,
  PortPart,
  SafeStoragePart,
  SessionPart,
  WindowPart,
} from '../../../electron/main/electron-parts.ts'

type Heard = (...args: never[]) => void

/** Keeps listeners by event and calls them as Electron would. */
class FakeEmitter {
  readonly #heard = new Map<string, Heard[]>()

  on(event: string, heard: Heard): this {
    this.#heard.set(event, [...(this.#heard.get(event) ?? []), heard])
    return this
  }

  once(event: string, heard: Heard): this {
    return this.on(event, heard)
  }

  /** The listeners take what Electron's types say for the event; a test gives them that. */
  emit(event: string, ...args: unknown[]): void {
    for (const heard of this.#heard.get(event) ?? []) Reflect.apply(heard, null, args)
  }
}

export class FakeEvent implements Cancellable {
  prevented = false
  readonly url: string

  constructor(url = '') {
    this.url = url
  }

  preventDefault(): void {
    this.prevented = true
  }
}

export class FakePort implements PortPart {
  closed = false
  close(): void {
    this.closed = true
  }
}

export class FakeFrame implements FramePart {
  readonly posted: { channel: string; ports: readonly PortPart[] }[] = []
  url: string

  constructor(url: string) {
    this.url = url
  }

  postMessage(channel: string, _message: unknown, transfer: PortPart[] = []): void {
    this.posted.push({ channel, ports: transfer })
  }
}

export class FakeContents extends FakeEmitter implements ContentsPart {
  readonly mainFrame: FakeFrame
  openHandler: (() => { action: 'deny' }) | null = null

  constructor(url = 'app://keyrack/') {
    super()
    this.mainFrame = new FakeFrame(url)
  }

  setWindowOpenHandler(answer: () => { action: 'deny' }): void {
    this.openHandler = answer
  }
}

export class FakeSession extends FakeEmitter implements SessionPart {
  request: Parameters<SessionPart['setPermissionRequestHandler']>[0] | null = null
  check: (() => boolean) | null = null
  device: (() => boolean) | null = null
  display: Parameters<SessionPart['setDisplayMediaRequestHandler']>[0] | null = null

  setPermissionRequestHandler(answer: Parameters<SessionPart['setPermissionRequestHandler']>[0]): void {
    this.request = answer
  }
  setPermissionCheckHandler(answer: () => boolean): void {
    this.check = answer
  }
  setDevicePermissionHandler(answer: () => boolean): void {
    this.device = answer
  }
  setDisplayMediaRequestHandler(answer: Parameters<SessionPart['setDisplayMediaRequestHandler']>[0]): void {
    this.display = answer
  }
}

export class FakeWindow extends FakeEmitter implements WindowPart {
  readonly calls: string[] = []
  minimized = false

  loadURL(url: string): Promise<void> {
    this.calls.push(`load ${url}`)
    return Promise.resolve()
  }
  show(): void {
    this.calls.push('show')
  }
  focus(): void {
    this.calls.push('focus')
  }
  restore(): void {
    this.calls.push('restore')
  }
  isMinimized(): boolean {
    return this.minimized
  }
}

export class FakeHostProcess extends FakeEmitter implements HostProcessPart {
  readonly sent: { message: unknown; ports: readonly PortPart[] }[] = []
  killed = false

  postMessage(message: unknown, transfer: PortPart[] = []): void {
    this.sent.push({ message, ports: transfer })
  }
  kill(): boolean {
    this.killed = true
    return true
  }
}

class FakeApp extends FakeEmitter implements AppPart {
  readonly isPackaged = false
  readonly calls: string[] = []
  readonly paths = new Map<string, string>()
  hasLock = true
  readonly #ready = Promise.withResolvers<void>()

  becomeReady(): void {
    this.#ready.resolve()
  }
  enableSandbox(): void {
    this.calls.push('enableSandbox')
  }
  requestSingleInstanceLock(): boolean {
    return this.hasLock
  }
  whenReady(): Promise<void> {
    return this.#ready.promise
  }
  quit(): void {
    this.calls.push('quit')
  }
  exit(code = 0): void {
    this.calls.push(`exit ${code}`)
  }
  setPath(name: string, path: string): void {
    this.paths.set(name, path)
  }
}

/** The subset of Electron that the desk uses, in memory. Its members are typed by Electron through `ElectronParts`. */
export class FakeElectron implements ElectronParts {
  readonly app = new FakeApp()
  readonly schemes: CustomScheme[] = []
  readonly handlers = new Map<string, (request: { url: string; method: string }) => Promise<Response>>()
  readonly ipc = new FakeEmitter()
  readonly ipcMain: IpcPart = this.ipc
  readonly session = { defaultSession: new FakeSession() }
  /** A secret store that writes bytes otherwise; `basic_text` is none. */
  storageBackend: ReturnType<SafeStoragePart['getSelectedStorageBackend']> = 'gnome_libsecret'
  readonly safeStorage: SafeStoragePart = {
    isAsyncEncryptionAvailable: () => Promise.resolve(true),
    getSelectedStorageBackend: () => this.storageBackend,
    encryptStringAsync: (text) => Promise.resolve(Buffer.from(Buffer.from(text).toString('hex'))),
    decryptStringAsync: (sealed) =>
      Promise.resolve({ result: Buffer.from(sealed.toString(), 'hex').toString(), shouldReEncrypt: false }),
  }
  readonly dialog = { showErrorBox: (): void => undefined }
  readonly windows: { options: BrowserWindowConstructorOptions; window: FakeWindow }[] = []
  readonly hosts: { modulePath: string; options: ForkOptions; process: FakeHostProcess }[] = []
  menuTemplate: readonly MenuItemConstructorOptions[] = []
  workArea = { x: 0, y: 0, width: 1920, height: 1040 }

  readonly protocol: ElectronParts['protocol'] = {
    registerSchemesAsPrivileged: (schemes) => void this.schemes.push(...schemes),
    handle: (scheme, answer) => void this.handlers.set(scheme, answer),
  }

  readonly screen: ElectronParts['screen'] = {
    // Only the work area is read; a whole `Display` has forty fields.
    getPrimaryDisplay: () => ({ workArea: this.workArea }) as Display,
  }

  readonly menu: ElectronParts['menu'] = {
    buildFromTemplate: (template) => {
      this.menuTemplate = template.filter((item): item is MenuItemConstructorOptions => !('menu' in item))
      // A menu is only handed on to `setApplicationMenu`.
      return {} as Electron.Menu
    },
    setApplicationMenu: () => undefined,
  }

  openWindow(options: BrowserWindowConstructorOptions): FakeWindow {
    const window = new FakeWindow()
    this.windows.push({ options, window })
    return window
  }

  openChannel(): { port1: FakePort; port2: FakePort } {
    return { port1: new FakePort(), port2: new FakePort() }
  }

  forkHost(modulePath: string, options: ForkOptions): FakeHostProcess {
    const process = new FakeHostProcess()
    this.hosts.push({ modulePath, options, process })
    return process
  }
}
