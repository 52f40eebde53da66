namespace Taler.Paywall.Settings;

/// <summary>Finds what is wrong with the look of the pages.</summary>
internal static class PageMistakes
{
    private const int MaxNameLength = 200;
    private const int MaxAddressLength = 2000;

    public static IEnumerable<string> In(TalerPageOptions pages, string path)
    {
        if (pages.SiteName is { } name && (name.Length > MaxNameLength || name.Any(char.IsControl)))
            yield return $"{path}:SiteName: is the name of the site, 1 to {MaxNameLength} characters without line breaks.";
        if (!IsAddress(pages.Stylesheet))
            yield return $"{path}:Stylesheet: {WayOut("/css/pages.css")}";
        if (!IsAddress(pages.Logo))
            yield return $"{path}:Logo: {WayOut("/images/logo.svg")}";
    }

    private static string WayOut(string example) => $"write a path on the site, for example {example}, or an absolute https URL without user name.";

    /// <summary>An empty setting is none, so that an environment variable can take a stylesheet away.</summary>
    private static bool IsAddress(string? text) => text switch
    {
        null or "" => true,
        { Length: > MaxAddressLength } => false,
        _ when text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is '\\') => false,
        ['/', '/', ..] => false,
        ['/', ..] => true,
        _ => Uri.TryCreate(text, UriKind.Absolute, out var url)
            && url.Scheme == Uri.UriSchemeHttps
            && url.UserInfo.Length == 0
            && Uri.CheckHostName(url.IdnHost) is not UriHostNameType.Unknown,
    };
}
