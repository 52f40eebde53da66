using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;

namespace Taler.Paywall.Responses;

/// <summary>One small page for people. All text is encoded here and nowhere else; nothing on it needs JavaScript.</summary>
internal sealed record Page(string Title, IReadOnlyList<string> Paragraphs)
{
    private const string Style = """
        :root{color-scheme:light dark;font:1.125rem/1.6 system-ui,sans-serif}
        body{margin:0;min-height:100vh;display:grid;place-items:center;background:Canvas;color:CanvasText}
        main{max-width:34rem;padding:2rem 1.25rem}
        h1{font-size:1.6rem;line-height:1.25;margin:0 0 1rem}
        p{margin:0 0 1rem}
        a,button{display:inline-block;font:inherit;padding:.6rem 1.2rem;border:2px solid;border-radius:.5rem;background:none;color:LinkText;cursor:pointer;text-decoration:none}
        form,.action{margin:1.5rem 0 0}
        a:focus-visible,button:focus-visible{outline:3px solid Highlight;outline-offset:2px}
        """;

    /// <summary>
    /// Allows this page its one style and nothing else. It does not name form-action, because browsers apply that to redirects too, and
    /// buying again leads on to the backend's page.
    /// </summary>
    public static readonly string ContentSecurityPolicy =
        "default-src 'none'; style-src 'sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))
        + "'; base-uri 'none'; frame-ancestors 'self'";

    /// <summary>Where to go from here.</summary>
    public IReadOnlyList<PageLink> Links { get; init; } = [];

    /// <summary>A button that posts to this path.</summary>
    public PageLink? Button { get; init; }

    public string ToHtml()
    {
        var body = new StringBuilder();
        foreach (var paragraph in Paragraphs)
            body.Append("<p>").Append(Encode(paragraph)).Append("</p>\n");
        foreach (var link in Links)
            body.Append("<p class=\"action\"><a href=\"").Append(Encode(link.Target)).Append("\">").Append(Encode(link.Text)).Append("</a></p>\n");
        if (Button is { } button)
            body.Append("<form method=\"post\" action=\"").Append(Encode(button.Target)).Append("\"><button>").Append(Encode(button.Text)).Append("</button></form>\n");
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <title>{Encode(Title)}</title>
            <style>{Style}</style>
            </head>
            <body>
            <main>
            <h1>{Encode(Title)}</h1>
            {body}</main>
            </body>
            </html>

            """;
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}

/// <summary>A link or a button.</summary>
internal sealed record PageLink(string Text, string Target);
