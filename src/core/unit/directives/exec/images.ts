/** Disk images and credentials (systemd.exec(5), "Paths", "Credentials"). */
import { inert, into, slot, type Table } from '#core/unit/kinds/kind.ts'
import { markedPaths, path } from '#core/unit/kinds/path.ts'
import {
  type ImportCredential,
  importCredential,
  type LoadCredential,
  loadCredential,
  type SetCredential,
  setCredential,
} from '#core/unit/kinds/sandbox/credential.ts'
import { images, rootHash, rootHashSignature, rootImageOptions } from '#core/unit/kinds/sandbox/image.ts'
import { imagePolicy } from '#core/unit/kinds/sandbox/image-policy.ts'

const noImages = 'a plain container may not mount disk images'
const noCredentials = { is: 'inert', why: 'services get no credentials yet' } as const

const set = slot<readonly SetCredential[]>('SetCredentials', [])
const load = slot<readonly LoadCredential[]>('LoadCredentials', [])
const imported = slot<readonly ImportCredential[]>('ImportCredentials', [])

export const imageDirectives = {
  RootImage: inert(path({ otherwise: 'bad-setting' }), noImages),
  RootImageOptions: inert(rootImageOptions(), noImages),
  RootImagePolicy: inert(imagePolicy(), noImages),
  RootHash: inert(rootHash(), noImages),
  RootHashSignature: inert(rootHashSignature(), noImages),
  RootVerity: inert(path({ otherwise: 'bad-setting' }), noImages),
  ExtensionDirectories: inert(markedPaths(), 'a plain container may not make overlays'),
  ExtensionImages: inert(images('without destination'), noImages),
  ExtensionImagePolicy: inert(imagePolicy(), noImages),
  MountImages: inert(images('with destination'), noImages),
  MountImagePolicy: inert(imagePolicy(), noImages),
  SetCredentials: set,
  SetCredential: into(set, setCredential(false), noCredentials),
  SetCredentialEncrypted: into(set, setCredential(true), noCredentials),
  LoadCredentials: load,
  LoadCredential: into(load, loadCredential(false), noCredentials),
  LoadCredentialEncrypted: into(load, loadCredential(true), noCredentials),
  ImportCredentials: imported,
  ImportCredential: into(imported, importCredential, noCredentials),
} as const satisfies Table
