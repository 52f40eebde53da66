namespace Taler.Merchant;

/// <summary>What a base URL must be: absolute, http or https, without user, query or fragment, ending with a slash.</summary>
internal static class BaseUrls
{
    /// <summary>Reads a base URL, adding the final slash if it is missing and writing the host in ASCII.</summary>
    /// <returns>Null if the text is no base URL.</returns>
    public static Uri? TryNormalize(string? text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || !IsPlain(url))
            return null;
        var slash = url.AbsolutePath.EndsWith('/') ? "" : "/";
        return Uri.TryCreate($"{url.Scheme}://{AsciiAuthority(url)}{url.AbsolutePath}{slash}", UriKind.Absolute, out var normal) ? normal : null;
    }

    public static Uri Require(Uri? url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return url.IsAbsoluteUri && IsPlain(url) && url.AbsolutePath.EndsWith('/')
            ? url
            : throw new ArgumentException("A merchant base URL is absolute, http or https, without user, query and fragment, and ends with a slash.", nameof(url));
    }

    /// <summary>Host and port as they go into a header or a QR code: in ASCII, with the port only where it is not the scheme's own.</summary>
    public static string AsciiAuthority(Uri url)
    {
        var host = url.HostNameType == UriHostNameType.IPv6 ? url.Host : url.IdnHost;
        return url.IsDefaultPort ? host : FormattableString.Invariant($"{host}:{url.Port}");
    }

    private static bool IsPlain(Uri url) =>
        (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        && url.UserInfo.Length == 0 && url.Query.Length == 0 && url.Fragment.Length == 0;
}
