import { Failure, firstFailure } from "./failure";
import { JsonWriter } from "./json/writer";

/** The ABI this SDK speaks. */
export function billing_abi(): i32 {
  return 1;
}

/** Room for the input document, and for reading up to 15 bytes behind it. Nothing is ever freed: the host gives every call a fresh image of the instance. */
export function alloc(length: i32): i32 {
  return <i32>heap.alloc(<usize>length + 16);
}

/** Writes a document, or the first failure in its place, and says where it is: address in the high half, length in the low half. */
export function finish<T>(document: T): i64 {
  let w = new JsonWriter();
  document.write(w);
  const failure = firstFailure();
  if (failure !== null) {
    w = new JsonWriter();
    w.beginObject();
    w.key("error");
    failure.write(w);
    w.endObject();
  }
  return (<i64>w.address << 32) | <i64>w.size;
}
