namespace Taler.Paywall.Pages;

/// <summary>How the pages of one configuration look: its options, made ready once.</summary>
internal sealed record PageLook(string? SiteName, PageAddress? Stylesheet, PageAddress? Logo, bool IsIndexable)
{
    /// <param name="options">Options that have been found right.</param>
    public static PageLook Of(TalerPageOptions options) => new(
        options.SiteName is { } name && PlainText.Clean(name) is { Length: > 0 } clean ? clean : null,
        PageAddress.Of(options.Stylesheet),
        PageAddress.Of(options.Logo),
        options.Indexable);
}
