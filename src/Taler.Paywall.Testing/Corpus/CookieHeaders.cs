namespace Taler.Paywall.Testing.Corpus;

/// <summary>Cookies that nobody was given.</summary>
internal static class CookieHeaders
{
    /// <summary>It begins as the cookies of ASP.NET Core's Data Protection do.</summary>
    private const string Forged = "CfDJ8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    public static IEnumerable<HeaderTrick> All(string name) =>
    [
        Cookie("a forged cookie", $"{name}={Forged}"),
        Cookie("an empty cookie", $"{name}="),
        Cookie("a cookie without a value", name),
        Cookie("a cookie of garbage", $"{name}=%00%ff%u0000"),
        Cookie("a cookie of raw bytes", $"{name}=\u00ff\u00fe\u0001"),
        Cookie("a cookie in quotation marks", $"{name}=\"{Forged}\""),
        Cookie("a cookie of JSON", $"{name}={{\"paid\":true}}"),
        Cookie("a cookie that says paid", $"{name}=paid"),
        Cookie("a cookie of one letter", $"{name}=1"),
        Cookie("a cookie in chunks", $"{name}=chunks-2; {name}C1={Forged}; {name}C2={Forged}"),
        Cookie("a cookie of many chunks", $"{name}=chunks-2147483647"),
        Cookie("two forged cookies", $"{name}={Forged}; {name}=x"),
        Cookie("the cookie's name in another letter case", $"{name.ToUpperInvariant()}={Forged}; {name.ToLowerInvariant()}=x"),
        Cookie("the cookie with a prefix of browsers", $"__Host-{name}={Forged}; __Secure-{name}={Forged}"),
        Cookie("a cookie with an encoded name", $"%2E{name.TrimStart('.')}={Forged}"),
        Cookie("a cookie with spaces", $"  {name} = {Forged} ;;; "),
        Cookie("a very long cookie", $"{name}={new string('A', 4000)}"),
        Cookie("a cookie of the sign-in", ".AspNetCore.Cookies=" + Forged),
        Cookie("a cookie of old specifications", $"$Version=1; {name}={Forged}; $Path=/"),
        HeaderTrick.Of("two cookie headers", "Cookie", $"{name}={Forged}", $"{name}=x"),
    ];

    private static HeaderTrick Cookie(string name, string value) => HeaderTrick.Of(name, "Cookie", value);
}
