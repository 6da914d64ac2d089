using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Intrinsics;
using Billing.Sandbox.Binary;
using Billing.Sandbox.Runtime;

namespace Billing.Sandbox.Compilation;

/// <summary>The fields and methods that compiled code refers to.</summary>
internal static class RuntimeMembers
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly ConcurrentDictionary<(Type Owner, string Name, Type? First), MethodInfo> Methods = new();

    public static readonly FieldInfo Fuel = Field<InstanceContext>(nameof(InstanceContext.Fuel));
    public static readonly FieldInfo Prices = Field<InstanceContext>(nameof(InstanceContext.Prices));
    public static readonly FieldInfo StackFloor = Field<InstanceContext>(nameof(InstanceContext.StackFloor));
    public static readonly FieldInfo MemoryBase = Field<InstanceContext>(nameof(InstanceContext.MemoryBase));
    public static readonly FieldInfo MemoryMap = Field<InstanceContext>(nameof(InstanceContext.MemoryMap));
    public static readonly FieldInfo Globals = Field<InstanceContext>(nameof(InstanceContext.Globals));
    public static readonly FieldInfo ReferenceGlobals = Field<InstanceContext>(nameof(InstanceContext.ReferenceGlobals));
    public static readonly FieldInfo CellValue = Field<ReferenceCell>(nameof(ReferenceCell.Value));
    public static readonly FieldInfo Results = Field<InstanceContext>(nameof(InstanceContext.Results));
    public static readonly FieldInfo ReferenceResults = Field<InstanceContext>(nameof(InstanceContext.ReferenceResults));
    public static readonly FieldInfo FunctionCode = Field<FunctionReference>(nameof(FunctionReference.Code));
    public static readonly FieldInfo FunctionContext = Field<FunctionReference>(nameof(FunctionReference.Context));

    /// <summary>A method of one of the runtime's static classes, by name and, where it is overloaded, by the type of its first parameter.</summary>
    public static MethodInfo Method(Type owner, string name, Type? first = null) => Methods.GetOrAdd((owner, name, first), Find);

    /// <summary>The CIL type of a value.</summary>
    public static Type ClrType(WasmType type) => type switch
    {
        WasmType.I32 => typeof(int),
        WasmType.I64 => typeof(long),
        WasmType.F32 => typeof(float),
        WasmType.F64 => typeof(double),
        WasmType.V128 => typeof(Vector128<byte>),
        WasmType.FuncRef => typeof(FunctionReference),
        WasmType.ExternRef => typeof(object),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Refused by the decoder."),
    };

    public static bool IsReference(WasmType type) => type is WasmType.FuncRef or WasmType.ExternRef;

    private static MethodInfo Find((Type Owner, string Name, Type? First) key) =>
        key.Owner.GetMethods(All).Single(method =>
            string.Equals(method.Name, key.Name, StringComparison.Ordinal)
            && (key.First is null || method.GetParameters()[0].ParameterType == key.First));

    private static FieldInfo Field<T>(string name) => typeof(T).GetField(name, All)!;
}
