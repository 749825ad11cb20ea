export default {
  litelement: true,
  globs: ['src/element/**/*.ts'],
  // It would write its output's place into package.json, where it stands already.
  packagejson: false,
};
