namespace PaidApi;

/// <summary>An invented harbour.</summary>
/// <param name="Id">Its word in URLs.</param>
/// <param name="Name">Its name.</param>
/// <param name="Moon">Half the range of the tide that the moon makes, in metres.</param>
/// <param name="Sun">The same of the sun; where it adds to the moon's there are spring tides.</param>
/// <param name="Delay">How long high water comes after the moon has passed.</param>
internal sealed record Harbour(string Id, string Name, double Moon, double Sun, TimeSpan Delay)
{
    public static readonly Harbour[] All =
    [
        new("saltmouth", "Saltmouth", 2.1, 0.7, TimeSpan.FromHours(3.4)),
        new("grauhaven", "Grauhaven", 1.4, 0.4, TimeSpan.FromHours(9.1)),
        new("kelpness", "Kelpness", 3.2, 1.1, TimeSpan.FromHours(6.2)),
    ];

    public static Harbour? Find(string id) => Array.Find(All, harbour => harbour.Id.Equals(id, StringComparison.OrdinalIgnoreCase));
}
