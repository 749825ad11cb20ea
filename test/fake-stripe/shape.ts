/** Checks JSON against the SDK's own type declarations, read by the compiler: no second description to keep right. */
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const file = fileURLToPath(new URL('sdk-objects.ts', import.meta.url));

export class SdkShapes {
  readonly #checker: ts.TypeChecker;
  readonly #types = new Map<string, ts.Type>();
  readonly #at: ts.Node;

  constructor() {
    const program = ts.createProgram([file], {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      types: [],
    });
    this.#checker = program.getTypeChecker();
    const source = program.getSourceFile(file)!;
    const [declared] = this.#checker.getExportsOfModule(this.#checker.getSymbolAtLocation(source)!);
    this.#at = source;
    for (const member of this.#checker.getDeclaredTypeOfSymbol(declared!).getProperties()) {
      this.#types.set(member.name, this.#checker.getTypeOfSymbolAtLocation(member, source));
    }
  }

  /** Everything about this object that its SDK type does not allow, or that it lacks. */
  faultsOf(value: { readonly object: string }): string[] {
    const type = this.#types.get(value.object);
    return type ? this.#check(type, value, value.object) : [`no type is known for ${value.object}`];
  }

  #check(type: ts.Type, value: unknown, path: string): string[] {
    if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return [];
    if (type.isUnion()) return this.#checkUnion(type, value, path);
    if (type.isIntersection()) return this.#check(type.types[0]!, value, path);
    if (type.flags & ts.TypeFlags.Object) return this.#checkObject(type, value, path);
    return this.#isPrimitive(type, value)
      ? []
      : [`${path}: ${JSON.stringify(value)} is no ${this.#checker.typeToString(type)}`];
  }

  #isPrimitive(type: ts.Type, value: unknown): boolean {
    if (type.isLiteral()) return value === type.value;
    if (type.flags & ts.TypeFlags.BooleanLiteral) return String(value) === this.#checker.typeToString(type);
    if (type.flags & ts.TypeFlags.Null) return value === null;
    if (type.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void)) return value === undefined;
    if (type.flags & ts.TypeFlags.String) return typeof value === 'string';
    if (type.flags & ts.TypeFlags.Number) return typeof value === 'number';
    if (type.flags & ts.TypeFlags.Boolean) return typeof value === 'boolean';
    throw new Error(`a type that is not looked at: ${this.#checker.typeToString(type)}`);
  }

  /** The member that fits best speaks for the union. */
  #checkUnion(type: ts.UnionType, value: unknown, path: string): string[] {
    let best: string[] | undefined;
    for (const member of type.types) {
      const faults = this.#check(member, value, path);
      if (faults.length === 0) return faults;
      const sameKind =
        (typeof value === 'object' && value !== null) === Boolean(member.flags & ts.TypeFlags.Object);
      if (sameKind && (!best || faults.length < best.length)) best = faults;
    }
    return (
      best ?? [`${path}: ${JSON.stringify(value)} fits no member of ${this.#checker.typeToString(type)}`]
    );
  }

  #checkObject(type: ts.Type, value: unknown, path: string): string[] {
    if (typeof value !== 'object' || value === null)
      return [`${path}: ${JSON.stringify(value)} is no object`];
    if (this.#checker.isArrayType(type)) {
      const [item] = this.#checker.getTypeArguments(type as ts.TypeReference);
      if (!Array.isArray(value)) return [`${path}: is no array`];
      return value.flatMap((entry: unknown, at) => this.#check(item!, entry, `${path}[${at}]`));
    }
    const index = type.getStringIndexType();
    const faults: string[] = [];
    for (const property of this.#checker.getPropertiesOfType(type)) {
      const given = (value as Record<string, unknown>)[property.name];
      if (given === undefined) {
        if (!(property.flags & ts.SymbolFlags.Optional)) faults.push(`${path}.${property.name} is missing`);
        continue;
      }
      const expected = this.#checker.getTypeOfSymbolAtLocation(property, this.#at);
      faults.push(...this.#check(expected, given, `${path}.${property.name}`));
    }
    for (const [name, given] of Object.entries(value)) {
      if (this.#checker.getPropertyOfType(type, name)) continue;
      if (index) faults.push(...this.#check(index, given, `${path}.${name}`));
      else if (this.#checker.getPropertiesOfType(type).length > 0)
        faults.push(`${path}.${name} is not in the SDK's type`);
    }
    return faults;
  }
}
