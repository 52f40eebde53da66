namespace Taler.Paywall;

/// <summary>How the pages for people look: the price page, the pay page, and those that say why there is nothing to see.</summary>
public sealed class TalerPageOptions
{
    /// <summary>The name of the site. It stands on top of each page and behind its heading in the title.</summary>
    /// <value>Default: none. At most 200 characters, no line breaks.</value>
    public string? SiteName { get; set; }

    /// <summary>A stylesheet of the site, loaded after that of the pages. Fonts and images that it uses may come from the same place.</summary>
    /// <value>Default: none. A path relative to the path base that begins with <c>/</c>, or an absolute https URL. It must be free.</value>
    public string? Stylesheet { get; set; }

    /// <summary>A picture that stands in the place of the site's name; the name is its text for those who do not see it.</summary>
    /// <value>Default: none. A path relative to the path base that begins with <c>/</c>, or an absolute https URL. It must be free.</value>
    public string? Logo { get; set; }

    /// <summary>Whether search engines may keep the price page and the pay page.</summary>
    /// <value>
    /// Default false: both are answered 402 and say <c>noindex</c>. If true, a person's GET is answered 200, with data that tells search engines what
    /// it costs and that it is not free (<c>isAccessibleForFree</c>); programs still get 402.
    /// </value>
    public bool Indexable { get; set; }
}
