using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Intrinsics;
using Billing.Sandbox.Binary;
using Billing.Sandbox.Runtime;

namespace Billing.Sandbox.Compilation;

/// <summary>The CIL of the SIMD instructions, operands on the CIL stack. Most are a call of the method of <see cref="SimdOperations"/> that has their name.</summary>
internal static class SimdCode
{
    // These are called directly, because the JIT must see the constant at the call itself to make one instruction of it.
    private static readonly MethodInfo Create = ((Func<ulong, ulong, Vector128<ulong>>)Vector128.Create).Method;
    private static readonly MethodInfo AsBytes = ((Func<Vector128<ulong>, Vector128<byte>>)Vector128.AsByte).Method;
    private static readonly MethodInfo Shuffle = ((Func<Vector128<byte>, Vector128<byte>, Vector128<byte>>)Vector128.Shuffle).Method;

    private static readonly Dictionary<string, MethodInfo> Methods = SimdInstructions.All
        .Select(entry => entry.Instruction)
        .Where(instruction => instruction.Kind is not (SimdKind.Constant or SimdKind.Shuffle) && (instruction.Width < 16))
        .ToDictionary(instruction => instruction.Name, instruction => RuntimeMembers.Method(typeof(SimdOperations), MethodName(instruction.Name)), StringComparer.Ordinal);

    public static void Call(ILGenerator il, SimdInstruction instruction) => il.CallRuntime(Methods[instruction.Name]);

    public static void MakeCanonical(ILGenerator il, WasmType lanes) =>
        il.CallRuntime(typeof(SimdOperations), lanes == WasmType.F32 ? nameof(SimdOperations.CanonicalF32) : nameof(SimdOperations.CanonicalF64));

    public static void LoadConstant(ILGenerator il, UInt128 bits)
    {
        il.Int64((long)(ulong)bits);
        il.Int64((long)(ulong)(bits >> 64));
        il.CallRuntime(Create);
        il.CallRuntime(AsBytes);
    }

    /// <summary>Picks the lanes that number one of the 16 from <paramref name="first"/> on; the others become 0.</summary>
    public static void Pick(ILGenerator il, UInt128 lanes, int first)
    {
        UInt128 mask = 0;
        for (var shift = 0; shift < 128; shift += 8)
        {
            var lane = (int)(byte)(lanes >> shift) - first;
            mask |= (UInt128)(lane is >= 0 and < 16 ? (byte)lane : byte.MaxValue) << shift;
        }

        LoadConstant(il, mask);
        il.CallRuntime(Shuffle);
    }

    public static void Or(ILGenerator il) => il.CallRuntime(typeof(SimdOperations), nameof(SimdOperations.V128Or));

    /// <summary>Reads so many bytes at the address on the CIL stack; fewer than 16 as a number that is not extended by its sign.</summary>
    public static void LoadMemory(ILGenerator il, int width)
    {
        if (width == 16)
        {
            NumberSlots.LoadVector(il);
            return;
        }

        if (width > 1) il.Emit(OpCodes.Unaligned, (byte)1);
        il.Emit(width switch
        {
            1 => OpCodes.Ldind_U1,
            2 => OpCodes.Ldind_U2,
            4 => OpCodes.Ldind_I4,
            _ => OpCodes.Ldind_I8,
        });
    }

    public static void StoreMemory(ILGenerator il, int width)
    {
        if (width == 16)
        {
            NumberSlots.StoreVector(il);
            return;
        }

        if (width > 1) il.Emit(OpCodes.Unaligned, (byte)1);
        il.Emit(width switch
        {
            1 => OpCodes.Stind_I1,
            2 => OpCodes.Stind_I2,
            4 => OpCodes.Stind_I4,
            _ => OpCodes.Stind_I8,
        });
    }

    // i8x16.add_sat_s is I8x16AddSatS.
    private static string MethodName(string name) =>
        string.Concat(name.Split('.', '_').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
}
