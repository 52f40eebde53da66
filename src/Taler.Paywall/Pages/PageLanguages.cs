using System.Collections.Frozen;
using System.Globalization;
using System.Resources;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;

namespace Taler.Paywall.Pages;

/// <summary>
/// The languages of the pages. What the system does not know (it may run without cultures), or what was left out when the site was published, is
/// not offered; English always is.
/// </summary>
internal static class PageLanguages
{
    private const string EnglishTag = "en";

    /// <summary>In the order in which a visitor gets them who takes any.</summary>
    private static readonly string[] Tags = [EnglishTag, "de", "fr", "es", "ar"];

    // Made once from what the system knows: no request can add to it, and no unknown name is ever tried.
    private static readonly FrozenDictionary<string, PageLanguage> ByName = Known().ToFrozenDictionary(language => language.Culture.Name, StringComparer.OrdinalIgnoreCase);

    public static PageLanguage English { get; } = ByName.GetValueOrDefault(EnglishTag) ?? new PageLanguage(EnglishTag, CultureInfo.InvariantCulture);

    public static IReadOnlyList<PageLanguage> All { get; } =
        [English, .. Tags.Skip(1).Select(tag => ByName.GetValueOrDefault(tag)).OfType<PageLanguage>()];

    /// <summary>What the site has chosen for the request if we speak it, else what the visitor's browser asks for.</summary>
    public static PageLanguage Of(HttpContext context)
    {
        if (context.Features.Get<IRequestCultureFeature>()?.RequestCulture is { } chosen && Find(chosen.UICulture.Name) is { } language)
            return Find(chosen.Culture.Name) is { } numbers && numbers.Tag == language.Tag ? numbers : language;
        return AcceptLanguage.Choose(context.Request.Headers.AcceptLanguage);
    }

    /// <summary>The language of a name: <c>de-AT</c>, or <c>de</c> for a region that nobody knows. Null if it is none of ours.</summary>
    public static PageLanguage? Find(ReadOnlySpan<char> name)
    {
        var byName = ByName.GetAlternateLookup<ReadOnlySpan<char>>();
        for (; name.Length > 0; name = name[..Math.Max(name.LastIndexOf('-'), 0)])
        {
            if (byName.TryGetValue(name, out var language))
                return language;
        }
        return null;
    }

    private static IEnumerable<PageLanguage> Known() =>
        from culture in CultureInfo.GetCultures(CultureTypes.AllCultures)
        let tag = culture.Name.Split('-')[0]
        where Tags.Contains(tag) && HasTexts(tag)
        select new PageLanguage(tag, CultureInfo.ReadOnly(culture));

    /// <summary>A site may be published without the assemblies of other languages (<c>SatelliteResourceLanguages</c>).</summary>
    private static bool HasTexts(string tag)
    {
        try
        {
            return tag == EnglishTag
                || PageTexts.Resources.GetResourceSet(CultureInfo.GetCultureInfo(tag), createIfNotExists: true, tryParents: false) is not null;
        }
        catch (Exception error) when (error is CultureNotFoundException or MissingManifestResourceException)
        {
            return false;
        }
    }
}
