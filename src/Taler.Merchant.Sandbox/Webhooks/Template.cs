using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Taler.Merchant.Sandbox.Webhooks;

/// <summary>The part of Mustache that webhooks need: <c>{{ name.of.value }}</c>, and <c>{{{ name }}}</c> without HTML escapes.</summary>
internal static partial class Template
{
    public static string Fill(string template, JsonObject data) => Hole().Replace(template, match =>
    {
        var raw = match.Groups["raw"].Success;
        var text = Find(data, match.Groups[raw ? "raw" : "name"].Value);
        return raw ? text : WebUtility.HtmlEncode(text);
    });

    private static string Find(JsonObject data, string path)
    {
        JsonNode? node = data;
        foreach (var name in path.Split('.'))
            node = (node as JsonObject)?[name];
        return node?.ToString() ?? "";
    }

    [GeneratedRegex(@"\{\{\{\s*(?<raw>[\w.]+)\s*\}\}\}|\{\{\s*(?<name>[\w.]+)\s*\}\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hole();
}
