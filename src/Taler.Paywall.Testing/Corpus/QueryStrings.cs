namespace Taler.Paywall.Testing.Corpus;

/// <summary>Something after the path that changes nothing, or should not.</summary>
internal static class QueryStrings
{
    /// <summary>Name and text; the text follows the path, and the target's own query if it has one.</summary>
    public static IReadOnlyList<(string Name, string Text)> All { get; } =
    [
        ("an empty query", "?"),
        ("two question marks", "??"),
        ("a query", "?x=1"),
        ("a query without a value", "?x"),
        ("a query without a name", "?=x"),
        ("a value given twice", "?a=1&a=2"),
        ("a query with another path", "?/../free"),
        ("a query with an encoded path", "?path=%2Ffree"),
        ("a query with a return path", "?ReturnUrl=/free"),
        ("a query with a fragment", "?x=1#free"),
        ("a query with a NUL", "?x=%00"),
        ("a query with a raw control character", "?x=\u0001"),
        ("a query with raw bytes", "?x=\u00ff\u00fe"),
        ("a query with half an escape", "?x=%"),
        ("a query with a line feed", "?x=%0D%0ASet-Cookie:x"),
        ("a query with semicolons", "?a=1;b=2"),
        ("a query with ampersands only", "?&&&"),
        ("a query for a picture", "?x=.png"),
        ("a query that breaks caches", "?v=1700000000"),
        ("a query for another format", "?format=json"),
        ("a query for a part", "?_escaped_fragment_="),
        ("a query for the printed page", "?print=1"),
        ("a query for a preview", "?preview=true"),
        ("a query with a method", "?_method=GET"),
        ("a query with a callback", "?callback=x"),
        ("a query with a handler", "?handler=Get"),
        ("a query with a page", "?page=/free"),
        ("a query with an action", "?action=Free&controller=Free"),
        ("a query that says paid", "?paid=true&order_id=1"),
        ("the query of the refund page", "?taler_paywall=buy-again"),
        ("a query with an array", "?a[]=1&a[0]=2&a.b=3"),
        ("a very long query", "?" + new string('x', 4000)),
        ("very many query values", "?" + string.Join('&', Enumerable.Range(0, 300).Select(n => "v" + n))),
    ];

    /// <summary>The target with more of a query.</summary>
    public static string Join(AuditTarget target, string path, string text) =>
        path + target.Query + (target.Query.Length > 0 && text.StartsWith('?') ? "&" + text[1..] : text);
}
