using Billing.Sandbox.Binary;

namespace Billing.Sandbox.Runtime;

/// <summary>Stands for a host function where compiled code expects an instance.</summary>
internal sealed class HostContext(WasmHostFunction function, FunctionType type, IWasmInstance caller) : InstanceContext
{
    /// <summary>Called from compiled code with the arguments; gives the results, which have been checked against the signature.</summary>
    public static WasmValue[] Invoke(InstanceContext context, WasmValue[] arguments) => ((HostContext)context).Invoke(arguments);

    private WasmValue[] Invoke(WasmValue[] arguments)
    {
        var results = InvokeHost(arguments);
        if (results.Length != type.Results.Length)
            throw new WasmHostException(WasmErrorCodes.Host, $"A host function returned {results.Length} values, its signature says {type.Results.Length}.");
        for (var i = 0; i < results.Length; i++)
        {
            if (results[i].Type != type.Results[i])
                throw new WasmHostException(WasmErrorCodes.Host, $"A host function returned {results[i].Type} where its signature says {type.Results[i]}.");
        }

        return results;
    }

    // Failures of the host keep apart from traps of the module, whatever exception they come as.
    private WasmValue[] InvokeHost(WasmValue[] arguments)
    {
        var (fuel, call) = (Fuel, Call);
        try
        {
            return function.Invoke(caller, arguments);
        }
        catch (Exception failure) when (failure is not WasmHostException)
        {
            throw new WasmHostException(WasmErrorCodes.Host, $"A host function failed: {failure.Message}", failure);
        }
        finally
        {
            // The host may have called back into the module, and the module this very function, in a call with fuel of its own.
            (Fuel, Call) = (fuel, call);
        }
    }
}
