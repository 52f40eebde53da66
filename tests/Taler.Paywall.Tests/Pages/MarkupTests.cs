using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Taler.Paywall.Pages;

namespace Taler.Paywall.Tests.Pages;

/// <summary>The literal parts are ours, every hole is encoded, and what is markup already stays.</summary>
public sealed class MarkupTests
{
    private const string Hostile = "<b>\"&'";
    private const string Encoded = "&lt;b&gt;&quot;&amp;&#x27;";

    [Fact]
    public void Text_is_encoded_and_markup_of_any_kind_stays()
    {
        var html = Markup.Of($"<p title=\"{Hostile}\">{Markup.Of($"<i>{Hostile}</i>")}{new HtmlString("<hr>")}{new Written("<br>")}{(string?)null}{(IHtmlContent?)null}</p>");

        Assert.Equal($"<p title=\"{Encoded}\"><i>{Encoded}</i><hr><br></p>", html.ToString());
    }

    [Fact]
    public void Content_of_the_site_is_written_with_the_encoder_of_the_pages() =>
        Assert.Equal($"<p>{Encoded}</p>", Markup.Of($"<p>{new Written(Hostile, isText: true)}</p>").ToString());

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(100_000)]
    public void Markup_of_any_length_is_whole(int parts)
    {
        var expected = string.Concat(Enumerable.Range(0, parts).Select(i => $"<p>é{i}</p>"));

        var joined = Markup.Join(Enumerable.Range(0, parts).Select(i => Markup.Of($"<p>é{i.ToString(System.Globalization.CultureInfo.InvariantCulture)}</p>")));

        Assert.Equal(expected, joined.ToString());
        Assert.Equal(Encoding.UTF8.GetBytes(expected + "!"), Markup.Utf8Of($"{joined}!"));
    }

    private sealed class Written(string html, bool isText = false) : IHtmlContent
    {
        public void WriteTo(TextWriter writer, HtmlEncoder encoder) => writer.Write(isText ? encoder.Encode(html) : html);
    }
}
