using Microsoft.AspNetCore.Http;

namespace Taler.Paywall.Resources;

/// <summary>A request that a rule should match, to try rules against each other before the first visitor does.</summary>
internal static class SampleRequest
{
    /// <summary>Something for every constraint of ASP.NET but regular expressions.</summary>
    private static readonly string[] Values = ["sample", "1", "true", "1000", "sample-of-a-value", "2026-01-31", "5ba1e7a5-0000-4000-8000-000000000001", "a", "1000000"];

    /// <summary>For each method a request with all values and one with the fewest; none where no sample meets the constraints.</summary>
    public static IEnumerable<HttpContext> Of(PathRule rule) => Of(rule.Values, rule.Reader, rule.Methods);

    /// <summary>The same for a pattern that is not of a rule.</summary>
    /// <param name="names">The values that the pattern names.</param>
    /// <param name="reader">Its constraints.</param>
    /// <param name="methods">The methods; empty for GET.</param>
    public static IEnumerable<HttpContext> Of(ResourceValues names, PatternReader reader, IReadOnlyList<string> methods)
    {
        foreach (var method in methods.DefaultIfEmpty(HttpMethods.Get))
        {
            if (ValuesOf(names, reader, all: true) is { } values)
                yield return For(names, method, values);
            if (Enumerable.Range(0, names.Count).Any(names.IsOptional) && ValuesOf(names, reader, all: false) is { } fewest)
                yield return For(names, method, fewest);
        }
    }

    /// <summary>The request that gives certain values to a rule.</summary>
    public static HttpContext For(PathRule rule, string?[] values) => For(rule.Values, MethodOf(rule), values);

    /// <summary>The request that a client sends to a rule's method for an encoded path with its query.</summary>
    public static HttpContext For(PathRule rule, string pathAndQuery)
    {
        var mark = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        return mark < 0
            ? For(MethodOf(rule), Uri.UnescapeDataString(pathAndQuery), QueryString.Empty)
            : For(MethodOf(rule), Uri.UnescapeDataString(pathAndQuery[..mark]), new QueryString(pathAndQuery[mark..]));
    }

    private static string MethodOf(PathRule rule) => rule.Methods is [var first, ..] ? first : HttpMethods.Get;

    private static DefaultHttpContext For(ResourceValues names, string method, string?[] values)
    {
        var path = TemplateParser.FromPattern(TemplateKind.Summary, new ResourceValues(names.Pattern, []), leaveOut: static _ => false).Fill(values);
        var query = names.Query.Select((name, i) => KeyValuePair.Create<string, string?>(name, values[names.PathCount + i] ?? ""));
        return For(method, path.Length == 0 ? "/" : path, QueryString.Create(query));
    }

    private static DefaultHttpContext For(string method, string path, QueryString query)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        context.Request.Path = new PathString(path);
        context.Request.QueryString = query;
        return context;
    }

    private static string?[]? ValuesOf(ResourceValues names, PatternReader reader, bool all)
    {
        var values = new string?[names.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var required = RequiredOf(names, i);
            if (!all && required is null && names.IsOptional(i))
                continue;
            values[i] = required ?? Array.Find(Values, value => reader.Accepts(i, value));
            if (values[i] is null)
                return null;
        }
        return values;
    }

    /// <summary>A conventional route stands for one action by the values that it requires.</summary>
    private static string? RequiredOf(ResourceValues names, int index) =>
        index < names.PathCount && names.Pattern.RequiredValues.GetValueOrDefault(names[index]) is string { Length: > 0 } value ? value : null;
}
