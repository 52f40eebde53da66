namespace Taler.Paywall.ModelTests.Histories;

/// <summary>Who plays in a history, and for what. Ann has two devices, and one wallet for both.</summary>
internal static class Names
{
    public const int Browsers = 4;
    public const int Wallets = 3;
    public const int Resources = 3;

    private static readonly string[] BrowserNames = ["Ann's laptop", "Ann's phone", "Bob's laptop", "Eve's laptop"];
    private static readonly string[] WalletNames = ["Ann", "Bob", "Eve"];
    private static readonly string[] ResourceNames = ["essay A", "essay B", "the report"];

    public static string Browser(int number) => BrowserNames[number];

    public static string Wallet(int number) => WalletNames[number];

    public static string Resource(int number) => ResourceNames[number];

    /// <summary>The wallet of whoever has the browser.</summary>
    public static int WalletOf(int browser) => browser is 0 or 1 ? 0 : browser - 1;
}
