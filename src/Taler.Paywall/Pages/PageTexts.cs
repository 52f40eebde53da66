using System.Globalization;
using System.Resources;

namespace Taler.Paywall.Pages;

/// <summary>The texts of the pages in one language.</summary>
internal sealed class PageTexts(PageLanguage language)
{
    public static ResourceManager Resources { get; } = new(typeof(PageTexts));

    public string this[PageText text] => Read(text);

    /// <summary>A text with the summary and the price filled in, each set apart from the direction of the text around it.</summary>
    public string Fill(PageText text, string summary, string? price = null) =>
        string.Format(CultureInfo.InvariantCulture, Read(text), PlainText.Isolate(PlainText.Clean(summary)), PlainText.Isolate(price ?? ""));

    private string Read(PageText text) => Resources.GetString(text.ToString(), language.Tag == PageLanguages.English.Tag ? CultureInfo.InvariantCulture : language.Culture)
        ?? throw new MissingManifestResourceException($"The text {text} is missing.");
}
