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
           from phone in Either
           from dark in Either
           from language in new[] { "en", "ar" }
           select new Look(script, phone, dark, language),
    ];

    /// <summary>With and without JavaScript, and nothing else told apart.</summary>
    public static TheoryData<Look> Scripts => [Plain, WithoutScript];

    /// <summary>What a page can look like: width, scheme and direction, and the texts of another language that reads like English.</summary>
    public static TheoryData<Look> OfPages =>
    [
        .. from phone in Either
           from dark in Either
           from language in new[] { "en", "ar" }
           select new Look(Phone: phone, Dark: dark, Language: language),
        new Look(Phone: true, Language: "de"),
        new Look(Script: false, Phone: true, Dark: true, Language: "de"),
    ];

    public static Look Parse(string text)
    {
        var parts = text.Split('-');
        return new Look(parts[0] == "script", parts[1] == "phone", parts[2] == "dark", parts[3]);
    }

    /// <summary>Names it in the list of tests and in the names of screenshots.</summary>
    public override string ToString() => $"{(Script ? "script" : "noscript")}-{(Phone ? "phone" : "desktop")}-{(Dark ? "dark" : "light")}-{Language}";
}
