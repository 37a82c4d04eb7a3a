import type {
  App,
  BrowserWindowConstructorOptions,
  Dialog,
  ForkOptions,
  Menu,
  Protocol,
  SafeStorage,
  Screen,
} from 'electron/main'

/**
 * The parts of Electron that the desk uses, as narrow as it uses them. `main.ts` hands in the real module, so a part
 * that Electron changes no longer compiles; tests hand in the fakes of `test/support/fake-electron/`.
 */
export interface ElectronParts {
  readonly app: AppPart
  readonly protocol: Pick<Protocol, 'registerSchemesAsPrivileged'> & ProtocolPart
  readonly ipcMain: IpcPart
  readonly session: { readonly defaultSession: SessionPart }
  readonly screen: Pick<Screen, 'getPrimaryDisplay'>
  readonly safeStorage: SafeStoragePart
  readonly dialog: Pick<Dialog, 'showErrorBox'>
  readonly menu: {
    buildFromTemplate: typeof Menu.buildFromTemplate
    setApplicationMenu: typeof Menu.setApplicationMenu
  }
  openWindow(options: BrowserWindowConstructorOptions): WindowPart
  openChannel(): { readonly port1: PortPart; readonly port2: PortPart }
  forkHost(modulePath: string, options: ForkOptions): HostProcessPart
}

/** The calls of Electron 45 that do not block; the others are gone in 46. */
export type SafeStoragePart = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
>

export interface Cancellable {
  preventDefault(): void
}

export interface AppPart
  extends Pick<
    App,
    'enableSandbox' | 'requestSingleInstanceLock' | 'whenReady' | 'quit' | 'exit' | 'setPath' | 'isPackaged'
  > {
  on(event: 'second-instance' | 'window-all-closed', heard: () => void): unknown
  on(event: 'will-quit', heard: (event: Cancellable) => void): unknown
  on(event: 'web-contents-created', heard: (event: Cancellable, contents: ContentsPart) => void): unknown
}

export interface ProtocolPart {
  handle(scheme: string, answer: (request: { url: string; method: string }) => Promise<Response>): void
}

/** A frame of a page: who asks, and where its port is sent. */
export interface FramePart {
  readonly url: string
  postMessage(channel: string, message: unknown, transfer?: PortPart[]): void
}

export interface IpcPart {
  on(channel: string, heard: (event: { senderFrame: FramePart | null; sender: ContentsPart }) => void): unknown
}

export interface ContentsPart {
  readonly mainFrame: FramePart
  on(event: 'will-frame-navigate', heard: (details: Cancellable & { url: string }) => void): unknown
  on(event: 'will-redirect', heard: (details: Cancellable & { url: string }) => void): unknown
  on(event: 'will-attach-webview', heard: (event: Cancellable) => void): unknown
  setWindowOpenHandler(answer: () => { action: 'deny' }): void
}

export interface SessionPart {
  setPermissionRequestHandler(
    answer: (contents: unknown, permission: string, callback: (granted: boolean) => void) => void,
  ): void
  setPermissionCheckHandler(answer: () => boolean): void
  setDevicePermissionHandler(answer: () => boolean): void
  setDisplayMediaRequestHandler(answer: (request: unknown, callback: (streams: null) => void) => void): void
  on(event: 'will-download', heard: (event: Cancellable, item: { getURL(): string }) => void): unknown
}

export interface WindowPart {
  loadURL(url: string): Promise<void>
  show(): void
  focus(): void
  restore(): void
  isMinimized(): boolean
  once(event: 'ready-to-show' | 'closed', heard: () => void): unknown
}

/** An Electron MessagePort on its way through; main never reads from it. */
export interface PortPart {
  close(): void
}

export interface HostProcessPart {
  postMessage(message: unknown, transfer?: PortPart[]): void
  kill(): boolean
  on(event: 'message', heard: (message: unknown) => void): unknown
  once(event: 'exit', heard: (code: number) => void): unknown
}
