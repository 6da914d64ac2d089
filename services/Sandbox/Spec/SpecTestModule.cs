namespace Billing.Sandbox.Spec;

/// <summary>
/// The module `spectest` that the official suite links with: four immutable globals (666 or 666.6), a table of 10 to 20 functions, a memory of 1 to 2 pages,
/// and print functions, which print nothing here.
/// </summary>
internal static class SpecTestModule
{
    public const string Name = "spectest";

    private const string Base64 =
        "AGFzbQEAAAABHgdgAABgAX8AYAF+AGABfQBgAXwAYAJ/fQBgAnx8AAMIBwABAgMEBQYEBQFwAQoUBQQBAQECBiEEfwBBmgULfgBCmgULfQBDZqYmRAt8AETNzMzMzNSEQAsHngENCmdsb2JhbF9pMzIDAApnbG9iYWxfaTY0AwEKZ2xvYmFsX2YzMgMCCmdsb2JhbF9mNjQDAwV0YWJsZQEABm1lbW9yeQIABXByaW50AAAJcHJpbnRfaTMyAAEJcHJpbnRfaTY0AAIJcHJpbnRfZjMyAAMJcHJpbnRfZjY0AAQNcHJpbnRfaTMyX2YzMgAFDXByaW50X2Y2NF9mNjQABgoWBwIACwIACwIACwIACwIACwIACwIACw==";

    public static byte[] Bytes => Convert.FromBase64String(Base64);
}
