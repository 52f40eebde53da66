using System.Text;
using System.Text.Json;
using Taler.Merchant;

namespace Taler.Paywall.Pages;

/// <summary>What search engines and previews of links read in the head of a page that may be indexed.</summary>
internal static class StructuredData
{
    /// <param name="resource">What is sold.</param>
    /// <param name="description">What the page says of it.</param>
    /// <param name="siteName">The name of the site, if it has one.</param>
    /// <param name="nonce">The nonce of the response.</param>
    public static Markup Of(TalerResource resource, string description, string? siteName, string nonce) => Markup.Of($"""
        <meta name="description" content="{description}">
        <meta property="og:title" content="{PlainText.Clean(resource.Summary)}">
        <meta property="og:description" content="{description}">
        <meta property="og:url" content="{resource.FulfillmentUrl}">
        {(siteName is null ? null : Markup.Of($"<meta property=\"og:site_name\" content=\"{siteName}\">\n"))}<link rel="canonical" href="{resource.FulfillmentUrl}">
        <script type="application/ld+json" nonce="{nonce}">{Markup.Code(Json(resource))}</script>

        """);

    /// <summary>The writer's own encoder leaves neither tags nor quotes as they are, so nothing in it can end the element.</summary>
    private static string Json(TalerResource resource)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteString("@context", "https://schema.org");
            json.WriteString("@type", "CreativeWork");
            json.WriteString("name", PlainText.Clean(resource.Summary));
            json.WriteString("url", resource.FulfillmentUrl);
            json.WriteBoolean("isAccessibleForFree", false);
            WriteOffer(json, resource.Price);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(text.ToArray());
    }

    private static void WriteOffer(Utf8JsonWriter json, Amount price)
    {
        json.WriteStartObject("offers");
        json.WriteString("@type", "Offer");
        json.WriteString("price", price.NumberText());
        json.WriteString("priceCurrency", price.Currency);
        json.WriteEndObject();
    }
}
