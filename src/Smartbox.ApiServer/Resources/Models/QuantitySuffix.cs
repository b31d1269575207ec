namespace Smartbox.ApiServer.Resources.Models;

/// <summary>The family of suffixes a quantity is written with.</summary>
internal enum QuantitySuffix
{
    /// <summary>m, k, M, …</summary>
    Decimal,

    /// <summary>Ki, Mi, …</summary>
    Binary,

    /// <summary>e3, e6, …</summary>
    Exponent,
}
