using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Html;

namespace Taler.Paywall.Pages;

/// <summary>
/// HTML from an interpolated string: the literal parts are ours, and every hole is encoded. There is no other way to put text on a page; only
/// what is markup already, a hole of this type or of <see cref="IHtmlContent"/>, stays as it is.
/// </summary>
internal sealed class Markup : IHtmlContent
{
    /// <summary>Letters of all languages stay readable; what HTML gives a meaning is encoded.</summary>
    public static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly string _html;

    private Markup(string html) => _html = html;

    public static Markup Of(Handler html) => new(html.ToString());

    public static Markup Join(IEnumerable<IHtmlContent?> parts)
    {
        var handler = new Handler(0, 0);
        foreach (var part in parts)
            handler.AppendFormatted(part);
        return Of(handler);
    }

    /// <summary>Our own code for a script or style element. It must not end the element.</summary>
    public static Markup Code(string code) => code.Contains("</", StringComparison.Ordinal) || code.Contains("<!--", StringComparison.Ordinal)
        ? throw new ArgumentException("Code that ends its element cannot stand in a page.", nameof(code))
        : new Markup(code);

    /// <summary>Text between elements: what is set apart by marks becomes an element, which every browser and reader knows.</summary>
    public static Markup Text(string text) => new(Encoder.Encode(text)
        .Replace(PlainText.FirstStrongIsolate.ToString(), "<bdi>", StringComparison.Ordinal)
        .Replace(PlainText.PopIsolate.ToString(), "</bdi>", StringComparison.Ordinal));

    /// <summary>The same for users: they know this type, in views and in components.</summary>
    public HtmlString ToHtmlString() => new(_html);

    public void WriteTo(TextWriter writer, HtmlEncoder encoder) => writer.Write(_html);

    public override string ToString() => _html;

    [InterpolatedStringHandler]
    internal readonly ref struct Handler(int literalLength, int holes)
    {
        private readonly StringBuilder _html = new(literalLength + holes * 16);

        public void AppendLiteral(string literal) => _html.Append(literal);

        public void AppendFormatted(string? text) => _html.Append(Encoder.Encode(text ?? ""));

        public void AppendFormatted(IHtmlContent? content)
        {
            using var writer = new StringWriter(_html);
            content?.WriteTo(writer, Encoder);
        }

        public override string ToString() => _html.ToString();
    }
}
