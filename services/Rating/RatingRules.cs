namespace Billing.Rating;

/// <summary>What a run pins of this library.</summary>
public static class RatingRules
{
    /// <summary>
    /// <c>PipelineDocument.RatingVersion</c>. Raised whenever the same input and pipeline would come to another charge set or another failure,
    /// so that what was remembered under the old rules is not taken for theirs.
    /// </summary>
    public const string Version = "2";

    /// <summary>The only format of pipeline documents so far.</summary>
    public const int PipelineFormat = 1;

    /// <summary>The only ABI of modules so far.</summary>
    public const int Abi = 1;
}
