// `npm test` runs the project "unit" and then "system"; the Docker tests have a script of their own.
const common = {
  transform: { '\\.ts$': '<rootDir>/test/jest/strip-types.js' },
  extensionsToTreatAsEsm: ['.ts'],
  testEnvironment: 'node',
}

const project = (displayName, match, ignore = []) => ({
  ...common,
  displayName,
  testMatch: [`<rootDir>/test/${match}/**/*.test.ts`],
  testPathIgnorePatterns: ['/node_modules/', ...ignore],
})

export default {
  projects: [
    project('unit', '**', ['/test/system/', '/test/docker/']),
    project('system', 'system'),
    project('docker', 'docker'),
  ],
}
