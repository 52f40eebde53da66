using Microsoft.AspNetCore.Http;

namespace Taler.Paywall.Resources;

/// <summary>A request that a rule should match, to try rules against each other before the first visitor does.</summary>
internal static class SampleRequest
{
    /// <summary>Something for every constraint of ASP.NET but regular expressions.</summary>
    private static readonly string[] Values = ["sample", "1", "true", "1000", "sample-of-a-value", "2026-01-31", "5ba1e7a5-0000-4000-8000-000000000001", "a", "1000000"];

    /// <summary>For each method a request with all values and one with the fewest; none where no sample meets the constraints.</summary>
    public static IEnumerable<HttpContext> Of(PathRule rule)
    {
        foreach (var method in rule.Methods.DefaultIfEmpty(HttpMethods.Get))
        {
            if (ValuesOf(rule, all: true) is { } values)
                yield return For(rule, method, values);
            if (Enumerable.Range(0, rule.Values.Count).Any(rule.Values.IsOptional) && ValuesOf(rule, all: false) is { } fewest)
                yield return For(rule, method, fewest);
        }
    }

    /// <summary>The request that gives certain values to a rule.</summary>
    public static HttpContext For(PathRule rule, string?[] values) => For(rule, MethodOf(rule), values);

    /// <summary>The request that a client sends to a rule's method for an encoded path with its query.</summary>
    public static HttpContext For(PathRule rule, string pathAndQuery)
    {
        var mark = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        return mark < 0
            ? For(MethodOf(rule), Uri.UnescapeDataString(pathAndQuery), QueryString.Empty)
            : For(MethodOf(rule), Uri.UnescapeDataString(pathAndQuery[..mark]), new QueryString(pathAndQuery[mark..]));
    }

    private static string MethodOf(PathRule rule) => rule.Methods is [var first, ..] ? first : HttpMethods.Get;

    private static DefaultHttpContext For(PathRule rule, string method, string?[] values)
    {
        var path = TemplateParser.FromPattern(TemplateKind.Summary, new ResourceValues(rule.Pattern, []), leaveOut: static _ => false).Fill(values);
        var query = rule.Values.Query.Select((name, i) => KeyValuePair.Create<string, string?>(name, values[rule.Values.PathCount + i] ?? ""));
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

    private static string?[]? ValuesOf(PathRule rule, bool all)
    {
        var values = new string?[rule.Values.Count];
        for (var i = 0; i < values.Length; i++)
        {
            if (!all && rule.Values.IsOptional(i))
                continue;
            values[i] = Array.Find(Values, value => rule.Reader.Accepts(i, value));
            if (values[i] is null)
                return null;
        }
        return values;
    }
}
