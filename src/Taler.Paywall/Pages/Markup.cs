using System.Buffers;
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

    public static Markup Of(Handler html) => new(html.Take());

    /// <summary>A whole page, as it is sent.</summary>
    public static byte[] Utf8Of(Handler html) => html.TakeUtf8();

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

    /// <summary>Collects HTML in a buffer of the pool, until it is taken.</summary>
    [InterpolatedStringHandler]
    internal ref struct Handler(int literalLength, int holes)
    {
        private char[] _html = ArrayPool<char>.Shared.Rent(literalLength + holes * 16);
        private int _length;

        public void AppendLiteral(string literal) => Append(literal);

        public void AppendFormatted(string? text) => Append(Encoder.Encode(text ?? ""));

        public void AppendFormatted(IHtmlContent? content) => Append(content switch
        {
            null => "",
            Markup markup => markup._html,
            HtmlString html => html.Value,
            _ => Read(content),
        });

        public string Take()
        {
            var html = new string(_html, 0, _length);
            ArrayPool<char>.Shared.Return(_html);
            return html;
        }

        public byte[] TakeUtf8()
        {
            var html = Encoding.UTF8.GetBytes(_html, 0, _length);
            ArrayPool<char>.Shared.Return(_html);
            return html;
        }

        private void Append(ReadOnlySpan<char> html)
        {
            if (html.Length > _html.Length - _length)
                Grow(_length + html.Length);
            html.CopyTo(_html.AsSpan(_length));
            _length += html.Length;
        }

        private void Grow(int needed)
        {
            var larger = ArrayPool<char>.Shared.Rent(Math.Max(needed, 2 * _html.Length));
            _html.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<char>.Shared.Return(_html);
            _html = larger;
        }

        private static string Read(IHtmlContent content)
        {
            using var writer = new StringWriter();
            content.WriteTo(writer, Encoder);
            return writer.ToString();
        }
    }
}
