using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Billing.Sandbox.Binary;
using Billing.Sandbox.Runtime;
using Billing.Sandbox.Validation;
using static System.FormattableString;

namespace Billing.Sandbox.Compilation;

/// <summary>
/// Compiles a valid module into one collectible assembly with one static method a function, and has the JIT compile all of them at once, fully optimised,
/// so that nothing is compiled in the path of a call.
/// </summary>
internal static class ModuleCompiler
{
    private const BindingFlags StaticMethods = BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly;

    // Every method: straight to full optimisation. A method of a collectible assembly is compiled once, there is no second tier to wait for.
    private const MethodImplAttributes Implementation = MethodImplAttributes.IL | MethodImplAttributes.Managed | MethodImplAttributes.AggressiveOptimization;
    private const MethodImplAttributes Unoptimised = MethodImplAttributes.IL | MethodImplAttributes.Managed | MethodImplAttributes.NoOptimization;

    // The time that optimising takes grows with the square of the depth and more; at 300 it is a second for a few kilobytes. No one writes loops that deep.
    private const int DeepestOptimisedLoop = 32;

    /// <exception cref="WasmFormatException">The module is valid but asks for more than the engine takes, or than the time it has.</exception>
    public static CompiledCode Compile(ModuleModel module, string name, Metering metering, CompileDeadline deadline)
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName(name), AssemblyBuilderAccess.RunAndCollect);
        assembly.SetCustomAttribute(new CustomAttributeBuilder(
            typeof(IgnoresAccessChecksToAttribute).GetConstructors().Single(), [typeof(ModuleCompiler).Assembly.GetName().Name!]));

        // Four types, because one holds no more than 65,535 methods.
        var output = assembly.DefineDynamicModule(name);
        var type = DefineType(output, "Module");
        var gatedType = DefineType(output, "Gated");
        var entryType = DefineType(output, "Entries");
        var adapterType = DefineType(output, "Adapters");
        var shape = new CallShape(carriesFuel: metering != Metering.Off);
        var functions = DefineFunctions(module, type, shape);
        var validator = new FunctionValidator(module);
        var code = new FunctionCode();
        long ilBytes = 0;
        for (var i = 0; i < functions.Length; i++)
        {
            deadline.Check();
            validator.Read(i, code);
            ilBytes += EmitFunction(module, gatedType, functions, i, code, metering, shape);
        }

        var entries = DefineEntries(module, entryType, shape);
        var adapters = DefineHostAdapters(module, adapterType, shape);
        var created = type.CreateType();
        var handles = Prepare(deadline, created, gatedType.CreateType(), entryType.CreateType(), adapterType.CreateType());
        return new CompiledCode(
            created,
            Array.ConvertAll(functions, method => handles[method.Name]),
            entries.ToDictionary(pair => pair.Key, pair => handles[pair.Value.Name]),
            adapters.ToDictionary(pair => pair.Key, pair => handles[pair.Value.Name]),
            ilBytes);
    }

    private static int EmitFunction(ModuleModel module, TypeBuilder gatedType, MethodBuilder[] functions, int index, FunctionCode code, Metering metering, CallShape shape)
    {
        var gated = StackGuard.NeedsGate(code);
        var method = gated
            ? Define(gatedType, Invariant($"b{index}"), shape.ReturnType(code.Type), shape.ParameterTypes(code.Type))
            : functions[index];
        var il = method.GetILGenerator(Math.Max(64, code.Instructions.Count * 8));
        if (code.LoopDepth > DeepestOptimisedLoop) method.SetImplementationFlags(Unoptimised);
        FunctionEmitter.Emit(module, functions, code, il, metering, shape);
        if (gated) StackGuard.EmitGate(functions[index].GetILGenerator(), code, method, il.ILOffset, shape);
        return il.ILOffset;
    }

    private static MethodBuilder[] DefineFunctions(ModuleModel module, TypeBuilder type, CallShape shape)
    {
        var functions = new MethodBuilder[module.Bodies.Count];
        for (var i = 0; i < functions.Length; i++)
        {
            var signature = module.Functions[module.ImportedFunctions + i];
            functions[i] = Define(type, Invariant($"f{module.ImportedFunctions + i}"), shape.ReturnType(signature), shape.ParameterTypes(signature));
        }

        return functions;
    }

    private static Dictionary<FunctionType, MethodBuilder> DefineEntries(ModuleModel module, TypeBuilder type, CallShape shape)
    {
        var entries = new Dictionary<FunctionType, MethodBuilder>();
        var called = module.Exports.Where(export => export.Kind == WasmExternalKind.Function).Select(export => export.Index);
        if (module.Start is { } start) called = called.Append(start);
        long steps = 0;
        foreach (var index in called)
        {
            var signature = module.Functions[index];
            if (entries.ContainsKey(signature)) continue;
            EngineLimits.Check(steps += signature.CallSteps, EngineLimits.CompilationSteps, "steps of compilation for exports", 0);
            var method = Define(type, $"e{entries.Count}", typeof(void), BoundaryCode.EntryParameters);
            BoundaryCode.EmitEntry(method.GetILGenerator(), signature, shape);
            entries.Add(signature, method);
        }

        return entries;
    }

    private static Dictionary<FunctionType, MethodBuilder> DefineHostAdapters(ModuleModel module, TypeBuilder type, CallShape shape)
    {
        var adapters = new Dictionary<FunctionType, MethodBuilder>();
        long steps = 0;
        foreach (var signature in module.Functions.Take(module.ImportedFunctions))
        {
            if (adapters.ContainsKey(signature)) continue;
            EngineLimits.Check(steps += signature.CallSteps, EngineLimits.CompilationSteps, "steps of compilation for imports", 0);
            var method = Define(type, $"h{adapters.Count}", shape.ReturnType(signature), shape.ParameterTypes(signature));
            BoundaryCode.EmitHostAdapter(method.GetILGenerator(), signature, shape);
            adapters.Add(signature, method);
        }

        return adapters;
    }

    private static MethodBuilder Define(TypeBuilder type, string name, Type returnType, Type[] parameterTypes)
    {
        var method = type.DefineMethod(name, MethodAttributes.Public | MethodAttributes.Static, returnType, parameterTypes);
        method.SetImplementationFlags(Implementation);
        return method;
    }

    private static TypeBuilder DefineType(ModuleBuilder output, string name) =>
        output.DefineType(name, TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed);

    private static Dictionary<string, RuntimeMethodHandle> Prepare(CompileDeadline deadline, params Type[] types)
    {
        var methods = Array.ConvertAll(types, type => type.GetMethods(StaticMethods)).SelectMany(found => found).ToArray();
        JitPool.Prepare(Array.ConvertAll(methods, method => method.MethodHandle), deadline);
        return methods.ToDictionary(method => method.Name, method => method.MethodHandle, StringComparer.Ordinal);
    }
}
