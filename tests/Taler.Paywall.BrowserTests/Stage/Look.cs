namespace Taler.Paywall.BrowserTests.Stage;

/// <summary>How a visitor sees the site.</summary>
/// <param name="Script">Whether his browser runs JavaScript.</param>
/// <param name="Phone">The width of a phone, or of a desktop.</param>
/// <param name="Dark">Whether he prefers dark colours.</param>
/// <param name="Language">What he reads; Arabic runs from right to left.</param>
public sealed record Look(bool Script = true, bool Phone = false, bool Dark = false, string Language = "en")
{
    private static readonly bool[] Either = [true, false];

    /// <summary>With JavaScript on a desktop, light, in English.</summary>
    public static Look Plain { get; } = new();

    public static Look WithoutScript { get; } = new(Script: false);

    /// <summary>Every combination of script, width, scheme and direction.</summary>
    public static TheoryData<Look> All =>
    [
        .. from script in Either
           from language in new[] { "en", "ar" }
           from look in new Look(Script: script, Language: language).Variants()
           select look,
    ];

    /// <summary>With and without JavaScript, and nothing else told apart.</summary>
    public static TheoryData<Look> Scripts => [Plain, WithoutScript];

    /// <summary>With and without JavaScript, paying at the backend and on the site.</summary>
    public static TheoryData<Look, TalerPayPage> Everywhere => new()
    {
        { Plain, TalerPayPage.Backend },
        { Plain, TalerPayPage.OnSite },
        { WithoutScript, TalerPayPage.Backend },
        { WithoutScript, TalerPayPage.OnSite },
    };

    /// <summary>What can change under the eyes of the same visitor: the width of his window, and the scheme.</summary>
    public IEnumerable<Look> Variants() =>
        from phone in Either
        from dark in Either
        select this with { Phone = phone, Dark = dark };

    public static Look Parse(string text)
    {
        var parts = text.Split('-');
        return new Look(parts[0] == "script", parts[1] == "phone", parts[2] == "dark", parts[3]);
    }

    /// <summary>Names it in the list of tests and in the names of screenshots.</summary>
    public override string ToString() => $"{(Script ? "script" : "noscript")}-{(Phone ? "phone" : "desktop")}-{(Dark ? "dark" : "light")}-{Language}";
}
