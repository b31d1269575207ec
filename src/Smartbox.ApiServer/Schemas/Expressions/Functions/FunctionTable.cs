namespace Smartbox.ApiServer.Schemas.Expressions.Functions;

/// <summary>All functions that expressions may call: those of the language, and Kubernetes' libraries but for <c>format</c>, <c>semver</c> and authorization, which nothing here uses.</summary>
/// <remarks>Source: https://kubernetes.io/docs/reference/using-api/cel/#cel-options-language-features-and-libraries.</remarks>
internal static class FunctionTable
{
    private static readonly ILookup<string, Overload> s_overloads = new[]
    {
        Operators.All, Conversions.All, StandardFunctions.All, TimeFunctions.All, StringFunctions.All, ListFunctions.All, PatternFunctions.All,
        QuantityFunctions.All, UrlFunctions.All, AddressFunctions.All, OptionalFunctions.All, SetFunctions.All,
    }.SelectMany(library => library).ToLookup(overload => overload.Name);

    public static IEnumerable<Overload> Find(string name) => s_overloads[name];

    public static bool Contains(string name) => s_overloads.Contains(name);
}
