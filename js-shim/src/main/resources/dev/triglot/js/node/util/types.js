"use strict";
const tag = (value) => Object.prototype.toString.call(value).slice(8, -1);
const typed = (name) => (value) => ArrayBuffer.isView(value) && value[Symbol.toStringTag] === name;
const branded = (probe) => (value) => {
    try {
        probe(value);
        return true;
    } catch {
        return false;
    }
};
const getter = (Type, name) => Object.getOwnPropertyDescriptor(Type.prototype, name).get;
const call = (fn) => branded((value) => fn.call(value));
const boxed = {
    isNumberObject: (v) => typeof v === "object" && call(Number.prototype.valueOf)(v),
    isStringObject: (v) => typeof v === "object" && call(String.prototype.valueOf)(v),
    isBooleanObject: (v) => typeof v === "object" && call(Boolean.prototype.valueOf)(v),
    isBigIntObject: (v) => typeof v === "object" && call(BigInt.prototype.valueOf)(v),
    isSymbolObject: (v) => typeof v === "object" && call(Symbol.prototype.valueOf)(v),
};
const functionTag = (...names) => (v) => typeof v === "function" && names.includes(tag(v));
module.exports = {
    ...boxed,
    isBoxedPrimitive: (v) => v !== null && Object.values(boxed).some((is) => is(v)),
    isDate: call(Date.prototype.getTime),
    isRegExp: (v) => v !== null && typeof v === "object" && tag(v) === "RegExp",
    isNativeError: (v) => v instanceof Error || tag(v) === "Error",
    isPromise: (v) => v instanceof Promise,
    isMap: call(getter(Map, "size")),
    isSet: call(getter(Set, "size")),
    isWeakMap: (v) => v instanceof WeakMap,
    isWeakSet: (v) => v instanceof WeakSet,
    isArrayBuffer: call(getter(ArrayBuffer, "byteLength")),
    isSharedArrayBuffer: (v) => typeof SharedArrayBuffer !== "undefined" && v instanceof SharedArrayBuffer,
    isAnyArrayBuffer: (v) => v instanceof ArrayBuffer || (typeof SharedArrayBuffer !== "undefined" && v instanceof SharedArrayBuffer),
    isDataView: (v) => v instanceof DataView,
    isArrayBufferView: ArrayBuffer.isView,
    isTypedArray: (v) => ArrayBuffer.isView(v) && !(v instanceof DataView),
    isUint8Array: typed("Uint8Array"),
    isUint8ClampedArray: typed("Uint8ClampedArray"),
    isUint16Array: typed("Uint16Array"),
    isUint32Array: typed("Uint32Array"),
    isInt8Array: typed("Int8Array"),
    isInt16Array: typed("Int16Array"),
    isInt32Array: typed("Int32Array"),
    isFloat32Array: typed("Float32Array"),
    isFloat64Array: typed("Float64Array"),
    isBigInt64Array: typed("BigInt64Array"),
    isBigUint64Array: typed("BigUint64Array"),
    isAsyncFunction: functionTag("AsyncFunction", "AsyncGeneratorFunction"),
    isGeneratorFunction: functionTag("GeneratorFunction", "AsyncGeneratorFunction"),
    isGeneratorObject: (v) => tag(v) === "Generator" || tag(v) === "AsyncGenerator",
    isMapIterator: (v) => tag(v) === "Map Iterator",
    isSetIterator: (v) => tag(v) === "Set Iterator",
    isModuleNamespaceObject: (v) => tag(v) === "Module",
    isArgumentsObject: (v) => tag(v) === "Arguments",
    isExternal: () => false,
    isProxy: () => false,
    isKeyObject: () => false,
    isCryptoKey: () => false,
};
